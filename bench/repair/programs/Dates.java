import java.time.DayOfWeek;
import java.time.LocalDate;

final class Dates {
    static boolean leap(int year) {
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    }

    static int daysInMonth(int year, int month) {
        switch (month) {
            case 2:
                return leap(year) ? 29 : 28;
            case 4:
            case 6:
            case 9:
            case 11:
                return 30;
            default:
                return 31;
        }
    }

    static LocalDate nextWorkday(LocalDate day) {
        LocalDate next = day.plusDays(1);
        while (next.getDayOfWeek() == DayOfWeek.SATURDAY || next.getDayOfWeek() == DayOfWeek.SUNDAY) {
            next = next.plusDays(1);
        }
        return next;
    }

    static int age(LocalDate birth, LocalDate today) {
        int years = today.getYear() - birth.getYear();
        if (today.isBefore(birth.plusYears(years))) {
            years--;
        }
        return years;
    }
}
