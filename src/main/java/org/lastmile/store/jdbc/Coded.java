package org.lastmile.store.jdbc;

import java.util.List;

/** The numbers by which the constants of an enum are kept: their places in a list to which one only ever adds. */
final class Coded<E extends Enum<E>> {
    private final List<E> constants;

    Coded(List<E> inOrder) {
        constants = List.copyOf(inOrder);
    }

    short code(E constant) {
        int code = constants.indexOf(constant);
        if (code < 0) {
            throw new IllegalStateException(constant + " has no number");
        }
        return (short) code;
    }

    /** @throws IllegalArgumentException if a later version wrote it */
    E constant(short code) {
        if (code < 0 || code >= constants.size()) {
            throw new IllegalArgumentException("number " + code + " is none of " + constants);
        }
        return constants.get(code);
    }
}
