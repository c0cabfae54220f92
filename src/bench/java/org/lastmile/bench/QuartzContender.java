package org.lastmile.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.utils.ConnectionProvider;
import org.quartz.utils.DBConnectionManager;

/** Quartz with its clustered JDBC job store: one durable job, and a trigger for each reminder, which goes when it has fired. */
final class QuartzContender implements Books {
    private static final AtomicInteger INSTANCES = new AtomicInteger();
    private static final JobDetail JOB = JobBuilder.newJob(Ring.class)
            .withIdentity("reminder")
            .storeDurably()
            .build();
    private static final int BATCH = 1_000;

    private final Database database;
    private final LongAdder rows = new LongAdder();
    private int fills;
    private @Nullable Scheduler scheduler;

    QuartzContender(Database database) {
        this.database = database;
    }

    /** What a trigger does. */
    public static final class Ring implements Job {
        @Override
        public void execute(JobExecutionContext context) {
            try {
                var ear = (Ear) Objects.requireNonNull(
                        context.getScheduler().getContext().get("ear"));
                ear.hear(context.getScheduledFireTime().getTime());
            } catch (SchedulerException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void prepare() {
        try (var ddl = Scheduler.class.getResourceAsStream("/org/quartz/impl/jdbcjobstore/tables_postgres.sql")) {
            var script = new String(Objects.requireNonNull(ddl).readAllBytes(), StandardCharsets.UTF_8);
            database.execute(script.replaceAll("(?m)^--.*$", ""));
            scheduler().addJob(JOB, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SchedulerException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void overdue(long count, Instant since) {
        fill("overdue-" + ++fills, count, since, 0);
    }

    @Override
    public void pending(long count, Instant from) {
        fill("pending", count, from, 1_000);
    }

    /** One is scheduled as a host would, and the database copies it. */
    private void fill(String name, long count, Instant due, int apartMillis) {
        if (count > 0) {
            schedule(Map.of(JOB, Set.of(trigger(name, due))));
            var names = Map.of(
                    "trigger_name",
                    "t.trigger_name || '-' || g.n",
                    "next_fire_time",
                    "t.next_fire_time + g.n * " + apartMillis,
                    "start_time",
                    "t.start_time + g.n * " + apartMillis);
            for (var table : new String[] {"qrtz_triggers", "qrtz_simple_triggers"}) {
                Copies.of(database, table, "trigger_name = '" + name + "'", names, count - 1);
            }
            rows.add(count - 1);
        }
    }

    @Override
    public void bookAll(int people, int remindersEach, Instant first) {
        var batch = new HashSet<Trigger>();
        for (int reminder = 0; reminder < remindersEach; reminder++) {
            for (int person = 0; person < people; person++) {
                batch.add(trigger("guest-" + person + "-" + reminder, first.plus(Duration.ofDays(reminder))));
                if (batch.size() == BATCH) {
                    schedule(Map.of(JOB, batch));
                    batch.clear();
                }
            }
        }
        if (!batch.isEmpty()) {
            schedule(Map.of(JOB, batch));
        }
    }

    @Override
    public void book(String channel, int number, Instant at) {
        try {
            scheduler().scheduleJob(trigger("single-" + number, at));
            rows.increment();
        } catch (SchedulerException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Trigger trigger(String name, Instant at) {
        return TriggerBuilder.newTrigger()
                .withIdentity(name)
                .forJob(JOB)
                .usingJobData("participant", name)
                .startAt(Date.from(at))
                .build();
    }

    private void schedule(Map<JobDetail, Set<? extends Trigger>> triggers) {
        try {
            scheduler().scheduleJobs(triggers, true);
            rows.add(triggers.values().stream().mapToInt(Set::size).sum());
        } catch (SchedulerException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void start(Ear ear) {
        try {
            scheduler().getContext().put("ear", ear);
            scheduler().start();
        } catch (SchedulerException e) {
            throw new IllegalStateException(e);
        }
    }

    private synchronized Scheduler scheduler() throws SchedulerException {
        if (scheduler == null) {
            var name = "bench" + INSTANCES.incrementAndGet();
            DBConnectionManager.getInstance().addConnectionProvider(name, new Borrowed());
            var properties = new Properties();
            properties.putAll(Map.ofEntries(
                    Map.entry("org.quartz.scheduler.instanceName", "bench"),
                    Map.entry(
                            "org.quartz.scheduler.instanceId",
                            name + "-" + ProcessHandle.current().pid()),
                    Map.entry("org.quartz.scheduler.skipUpdateCheck", "true"),
                    Map.entry("org.quartz.scheduler.batchTriggerAcquisitionMaxCount", "50"),
                    Map.entry("org.quartz.threadPool.threadCount", "10"),
                    Map.entry("org.quartz.jobStore.class", "org.quartz.impl.jdbcjobstore.JobStoreTX"),
                    Map.entry(
                            "org.quartz.jobStore.driverDelegateClass",
                            "org.quartz.impl.jdbcjobstore.PostgreSQLDelegate"),
                    Map.entry("org.quartz.jobStore.dataSource", name),
                    Map.entry("org.quartz.jobStore.isClustered", "true"),
                    Map.entry("org.quartz.jobStore.useProperties", "true"),
                    Map.entry("org.quartz.jobStore.acquireTriggersWithinLock", "true"),
                    // What waits for a long time in a drain is not to be treated as missed, which costs Quartz more.
                    Map.entry("org.quartz.jobStore.misfireThreshold", "36000000")));
            scheduler = new StdSchedulerFactory(properties).getScheduler();
        }
        return scheduler;
    }

    /** The contender's pool, for Quartz. */
    private final class Borrowed implements ConnectionProvider {
        @Override
        public Connection getConnection() throws SQLException {
            return database.dataSource().getConnection();
        }

        @Override
        public void shutdown() {
            // The pool is the database's.
        }

        @Override
        public void initialize() {
            // It is open already.
        }
    }

    @Override
    public long recorded() {
        return rows.sum() - database.ask("SELECT count(*) FROM qrtz_triggers");
    }

    @Override
    public void close() {
        if (scheduler != null) {
            try {
                scheduler.shutdown(true);
            } catch (SchedulerException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
