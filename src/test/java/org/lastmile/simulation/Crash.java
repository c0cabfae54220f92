package org.lastmile.simulation;

/** The end of a node in the middle of a call. No part of the engine may go on after it, so it is no exception that one could catch. */
final class Crash extends Error {
    private static final long serialVersionUID = 1;

    Crash() {
        super("the node has died", null, false, false);
    }
}
