package org.lastmile.bench;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** db-scheduler, tuned as its documents say for many executions. Done executions are deleted. */
final class DbSchedulerContender implements Books {
    private static final int BATCH = 1_000;

    private final Database database;
    private final UnaryOperator<SchedulerBuilder> strategy;
    private final LongAdder booked = new LongAdder();
    private long rows;
    private int fills;
    private @Nullable Scheduler scheduler;
    private volatile Ear ear = new Ear();
    private final OneTimeTask<Void> task = Tasks.oneTime("reminder")
            .execute((instance, context) ->
                    ear.hear(context.getExecution().executionTime.toEpochMilli()));

    private DbSchedulerContender(Database database, UnaryOperator<SchedulerBuilder> strategy) {
        this.database = database;
        this.strategy = strategy;
    }

    static DbSchedulerContender lockAndFetch(Database database) {
        return new DbSchedulerContender(database, builder -> builder.threads(50).pollUsingLockAndFetch(4.0, 20.0));
    }

    static DbSchedulerContender fetch(Database database) {
        return new DbSchedulerContender(database, builder -> builder.threads(20).pollUsingFetch(0.5, 3.0));
    }

    @Override
    public void prepare() {
        database.execute("""
                CREATE TABLE scheduled_tasks (
                  task_name             varchar(100)              NOT NULL,
                  task_instance         varchar(100)              NOT NULL,
                  task_data             %s,
                  execution_time        timestamp with time zone  NOT NULL,
                  picked                boolean                   NOT NULL,
                  picked_by             varchar(50),
                  last_success          timestamp with time zone,
                  last_failure          timestamp with time zone,
                  consecutive_failures  integer,
                  last_heartbeat        timestamp with time zone,
                  version               bigint                    NOT NULL,
                  priority              smallint,
                  PRIMARY KEY (task_name, task_instance)
                )""".formatted(database.binary()));
        database.execute("CREATE INDEX execution_time_idx ON scheduled_tasks (execution_time)");
        database.execute("CREATE INDEX last_heartbeat_idx ON scheduled_tasks (last_heartbeat)");
    }

    @Override
    public void overdue(long count, Instant since) {
        fill("overdue-" + ++fills, count, since, 0);
    }

    @Override
    public void pending(long count, Instant from) {
        fill("pending", count, from, 1);
    }

    private void fill(String name, long count, Instant due, int apartSeconds) {
        if (count > 0) {
            database.execute("INSERT INTO scheduled_tasks (task_name, task_instance, execution_time, picked, version)"
                    + " SELECT 'reminder', '" + name + "-' || g.n, TIMESTAMP WITH TIME ZONE '" + due
                    + "' + g.n * " + apartSeconds + " * INTERVAL '1' SECOND, false, 1 FROM " + database.numbers(count));
            rows += count;
        }
    }

    @Override
    public void bookAll(int people, int remindersEach, Instant first) {
        for (int reminder = 0; reminder < remindersEach; reminder++) {
            var at = first.plus(Duration.ofDays(reminder));
            for (int from = 0; from < people; from += BATCH) {
                var batch = new ArrayList<TaskInstance<?>>(BATCH);
                for (int person = from; person < Math.min(people, from + BATCH); person++) {
                    batch.add(task.instance("guest-" + person + "-" + reminder));
                }
                scheduler().scheduleBatch(batch, at);
            }
        }
    }

    @Override
    public void book(String channel, int number, Instant at) {
        scheduler().schedule(task.instance("single-" + number), at);
        booked.increment();
    }

    @Override
    public void start(Ear newEar) {
        ear = newEar;
        scheduler().start();
    }

    private synchronized Scheduler scheduler() {
        if (scheduler == null) {
            scheduler = strategy.apply(Scheduler.create(database.dataSource(), task))
                    .pollingInterval(Duration.ofMillis(100))
                    .commitWhenAutocommitDisabled(true)
                    .shutdownMaxWait(Duration.ofSeconds(5))
                    .build();
        }
        return scheduler;
    }

    @Override
    public long recorded() {
        return rows + booked.sum() - database.ask("SELECT count(*) FROM scheduled_tasks");
    }

    @Override
    public void close() {
        if (scheduler != null) {
            scheduler.stop();
        }
    }
}
