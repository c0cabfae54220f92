package org.lastmile.soak;

/**
 * What a host and its database take up at the end of a tenth of the time.
 *
 * @param heapKilobytes what is left of the heap after a collection
 * @param tableKilobytes the follow-ups' table with its indexes
 * @param deadRows rows of that table that are no more, and not swept up yet
 */
record Sample(int tenth, long heapKilobytes, int threads, int connections, long tableKilobytes, long deadRows) {
    @Override
    public String toString() {
        return "%d %d %d %d %d %d".formatted(tenth, heapKilobytes, threads, connections, tableKilobytes, deadRows);
    }

    static Sample parse(String line) {
        var words = line.split(" ");
        return new Sample(
                Integer.parseInt(words[0]),
                Long.parseLong(words[1]),
                Integer.parseInt(words[2]),
                Integer.parseInt(words[3]),
                Long.parseLong(words[4]),
                Long.parseLong(words[5]));
    }

    String words() {
        return "heap %.1f MB, %d threads, %d connections, table %.1f MB, %,d dead rows"
                .formatted(heapKilobytes / 1_024.0, threads, connections, tableKilobytes / 1_024.0, deadRows);
    }
}
