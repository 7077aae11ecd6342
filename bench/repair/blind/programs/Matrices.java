final class Matrices {
    private Matrices() {}

    static long[][] multiply(long[][] left, long[][] right) {
        if (left[0].length != right.length) {
            throw new IllegalArgumentException("the inner sizes differ");
        }
        long[][] product = new long[left.length][right[0].length];
        for (int row = 0; row < left.length; row++) {
            for (int column = 0; column < right[0].length; column++) {
                long sum = 0;
                for (int k = 0; k < right.length; k++) {
                    sum += left[row][k] * right[k][column];
                }
                product[row][column] = sum;
            }
        }
        return product;
    }

    static long[][] identity(int size) {
        long[][] matrix = new long[size][size];
        for (int i = 0; i < size; i++) {
            matrix[i][i] = 1;
        }
        return matrix;
    }

    static long[][] power(long[][] base, int exponent) {
        long[][] result = identity(base.length);
        long[][] square = base;
        for (int rest = exponent; rest > 0; rest /= 2) {
            if (rest % 2 == 1) {
                result = multiply(result, square);
            }
            square = multiply(square, square);
        }
        return result;
    }

    static long determinant(long[][] matrix) {
        if (matrix.length == 1) {
            return matrix[0][0];
        }
        long sum = 0;
        for (int column = 0; column < matrix.length; column++) {
            long sign = column % 2 == 0 ? 1 : -1;
            sum += sign * matrix[0][column] * determinant(minor(matrix, column));
        }
        return sum;
    }

    private static long[][] minor(long[][] matrix, int without) {
        long[][] minor = new long[matrix.length - 1][matrix.length - 1];
        for (int row = 1; row < matrix.length; row++) {
            int at = 0;
            for (int column = 0; column < matrix.length; column++) {
                if (column != without) {
                    minor[row - 1][at++] = matrix[row][column];
                }
            }
        }
        return minor;
    }
}
