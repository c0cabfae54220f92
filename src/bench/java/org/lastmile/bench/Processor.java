package org.lastmile.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** Processor time of this and other processes. */
final class Processor {
    private static final double NANOS_PER_TICK = 1e9 / 100;

    private Processor() {}

    static double ofThisProcess() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    /** Of a process and its children, ended ones too; NaN where the system does not tell. */
    static double ofTree(long pid) {
        var whole = ticks(pid, true);
        for (var child : ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::descendants)
                .toList()) {
            var ticks = ticks(child.pid(), false);
            whole += Double.isNaN(ticks) ? 0 : ticks;
        }
        return whole * NANOS_PER_TICK;
    }

    private static double ticks(long pid, boolean withEndedChildren) {
        try {
            var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            // The name, in parentheses, may hold anything; what follows are the fields from the third.
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
            return withEndedChildren ? ticks + Long.parseLong(fields[13]) + Long.parseLong(fields[14]) : ticks;
        } catch (IOException e) {
            return Double.NaN;
        }
    }
}
