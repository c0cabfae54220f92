package org.lastmile;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The text form of a place in a long answer: numbers between dots, which mean something to whoever wrote them. */
final class Place {
    private Place() {}

    static String write(long... numbers) {
        return Arrays.stream(numbers).mapToObj(Long::toString).collect(Collectors.joining("."));
    }

    /** @throws IllegalArgumentException if it is not so many numbers */
    static long[] read(String after, int count) {
        try {
            var numbers = Arrays.stream(after.split("\\.", -1))
                    .mapToLong(Long::parseLong)
                    .toArray();
            if (numbers.length == count) {
                return numbers;
            }
        } catch (NumberFormatException e) {
            throw refused(after, e);
        }
        throw refused(after, null);
    }

    private static IllegalArgumentException refused(String after, @org.jspecify.annotations.Nullable Throwable cause) {
        return new IllegalArgumentException(
                "after is \"" + after + "\"; give what a page said in next(), or null for the first", cause);
    }
}
