import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

final class Timetable {
    record Booking(String title, int start, int end) {
        boolean overlaps(Booking other) {
            return start < other.end && other.start < end;
        }
    }

    private final List<Booking> bookings = new ArrayList<>();

    static int minutes(String clock) {
        String[] parts = clock.split(":");
        int hours = Integer.parseInt(parts[0]);
        int minutes = Integer.parseInt(parts[1]);
        if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) {
            throw new IllegalArgumentException("no time of day: " + clock);
        }
        return hours * 60 + minutes;
    }

    boolean book(String title, String from, String to) {
        Booking wanted = new Booking(title, minutes(from), minutes(to));
        if (wanted.start() >= wanted.end()) {
            return false;
        }
        for (Booking booking : bookings) {
            if (booking.overlaps(wanted)) {
                return false;
            }
        }
        bookings.add(wanted);
        bookings.sort(Comparator.comparingInt(Booking::start));
        return true;
    }

    String at(String clock) {
        int minute = minutes(clock);
        for (Booking booking : bookings) {
            if (booking.start() <= minute && minute < booking.end()) {
                return booking.title();
            }
        }
        return "free";
    }

    int firstFree(String from, int length) {
        int at = minutes(from);
        for (Booking booking : bookings) {
            if (booking.end() <= at) {
                continue;
            }
            if (booking.start() - at >= length) {
                break;
            }
            at = booking.end();
        }
        return at + length <= 24 * 60 ? at : -1;
    }

    static int rooms(List<Booking> wanted) {
        List<Booking> byStart = new ArrayList<>(wanted);
        byStart.sort(Comparator.comparingInt(Booking::start));
        PriorityQueue<Integer> ends = new PriorityQueue<>();
        int most = 0;
        for (Booking booking : byStart) {
            while (!ends.isEmpty() && ends.peek() <= booking.start()) {
                ends.remove();
            }
            ends.add(booking.end());
            most = Math.max(most, ends.size());
        }
        return most;
    }
}
