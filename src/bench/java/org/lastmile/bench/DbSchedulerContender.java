package org.lastmile.bench;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** db-scheduler, tuned as its documents say for many executions. Done executions are deleted. */
final class DbSchedulerContender implements Contender {
    private final Database database;
    private final UnaryOperator<SchedulerBuilder> strategy;
    private long rows;
    private @Nullable Scheduler scheduler;
    private volatile Ear ear = new Ear();
    private final OneTimeTask<Void> task = Tasks.oneTime("reminder")
            .execute((instance, context) ->
                    ear.hear(context.getExecution().executionTime.toEpochMilli()));

    private DbSchedulerContender(Database database, UnaryOperator<SchedulerBuilder> strategy) {
        this.database = database;
        this.strategy = strategy;
        database.execute(
                """
                CREATE TABLE scheduled_tasks (
                  task_name             varchar(100)              NOT NULL,
                  task_instance         varchar(100)              NOT NULL,
                  task_data             varbinary(10000),
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
                )""".replace("varbinary(10000)", database instanceof PostgresDatabase ? "bytea" : "varbinary(10000)"));
        database.execute("CREATE INDEX execution_time_idx ON scheduled_tasks (execution_time)");
        database.execute("CREATE INDEX last_heartbeat_idx ON scheduled_tasks (last_heartbeat)");
    }

    static DbSchedulerContender lockAndFetch(Database database) {
        return new DbSchedulerContender(database, builder -> builder.threads(50).pollUsingLockAndFetch(4.0, 20.0));
    }

    static DbSchedulerContender fetch(Database database) {
        return new DbSchedulerContender(database, builder -> builder.threads(20).pollUsingFetch(0.5, 3.0));
    }

    @Override
    public void overdue(long count, Instant since) {
        fill("overdue", count, since, 0);
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
    public void start(Ear newEar) {
        ear = newEar;
        scheduler = strategy.apply(Scheduler.create(database.dataSource(), task))
                .pollingInterval(Duration.ofMillis(100))
                .commitWhenAutocommitDisabled(true)
                .shutdownMaxWait(Duration.ofSeconds(5))
                .build();
        scheduler.start();
    }

    @Override
    public long recorded() {
        return rows - database.ask("SELECT count(*) FROM scheduled_tasks");
    }

    @Override
    public void close() {
        if (scheduler != null) {
            scheduler.stop();
        }
    }
}
