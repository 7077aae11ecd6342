import java.util.Arrays;

final class Sorting {
    static int[] insertion(int[] given) {
        int[] a = given.clone();
        for (int i = 1; i < a.length; i++) {
            int value = a[i];
            int j = i - 1;
            while (j >= 0 && a[j] > value) {
                a[j + 1] = a[j];
                j--;
            }
            a[j + 1] = value;
        }
        return a;
    }

    static int[] merge(int[] a, int[] b) {
        int[] all = new int[a.length + b.length];
        int i = 0;
        int j = 0;
        for (int k = 0; k < all.length; k++) {
            if (j >= b.length || i < a.length && a[i] <= b[j]) {
                all[k] = a[i++];
            } else {
                all[k] = b[j++];
            }
        }
        return all;
    }

    static boolean sorted(int[] a) {
        for (int i = 1; i < a.length; i++) {
            if (a[i - 1] > a[i]) {
                return false;
            }
        }
        return true;
    }
}
