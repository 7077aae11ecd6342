import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.TreeSet;

final class WorkingDays {
    private final Set<LocalDate> holidays = new TreeSet<>();

    void holiday(LocalDate day) {
        holidays.add(day);
    }

    boolean isWorkingDay(LocalDate day) {
        DayOfWeek weekday = day.getDayOfWeek();
        return weekday != DayOfWeek.SATURDAY
                && weekday != DayOfWeek.SUNDAY
                && !holidays.contains(day);
    }

    LocalDate plus(LocalDate start, int days) {
        LocalDate day = start;
        int left = Math.abs(days);
        int step = days < 0 ? -1 : 1;
        while (left > 0) {
            day = day.plusDays(step);
            if (isWorkingDay(day)) {
                left--;
            }
        }
        return day;
    }

    int between(LocalDate from, LocalDate to) {
        if (from.isAfter(to)) {
            return -between(to, from);
        }
        int count = 0;
        for (LocalDate day = from; day.isBefore(to); day = day.plusDays(1)) {
            if (isWorkingDay(day)) {
                count++;
            }
        }
        return count;
    }

    LocalDate lastOfMonth(int year, int month) {
        LocalDate day = LocalDate.of(year, month, 1).plusMonths(1).minusDays(1);
        while (!isWorkingDay(day)) {
            day = day.minusDays(1);
        }
        return day;
    }

    static LocalDate nth(int year, int month, DayOfWeek weekday, int n) {
        LocalDate first = LocalDate.of(year, month, 1);
        int ahead = Math.floorMod(weekday.getValue() - first.getDayOfWeek().getValue(), 7);
        return first.plusDays(ahead + 7L * (n - 1));
    }

    static int weeks(LocalDate from, LocalDate to) {
        LocalDate monday = from.minusDays(from.getDayOfWeek().getValue() - 1);
        return (int) ChronoUnit.WEEKS.between(monday, to) + 1;
    }
}
