package org.lastmile.bench;

import java.time.Instant;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jobrunr.configuration.JobRunr;
import org.jobrunr.configuration.JobRunrConfiguration.JobRunrConfigurationResult;
import org.jobrunr.jobs.lambdas.JobRequest;
import org.jobrunr.jobs.lambdas.JobRequestHandler;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.server.JobActivator;
import org.jobrunr.storage.sql.postgres.PostgresStorageProvider;
import org.jobrunr.utils.mapper.jackson.JacksonJsonMapper;
import org.jspecify.annotations.Nullable;

/**
 * JobRunr OSS with job requests. It polls every 5 s, the least it takes. What is overdue is enqueued already, which spares it the
 * way from scheduled to enqueued.
 */
final class JobRunrContender implements Books {
    private static final int WORKERS = 64;

    private final Database database;
    private final PostgresStorageProvider storage;
    private @Nullable JobRunrConfigurationResult jobRunr;
    private volatile Ear ear = new Ear();

    JobRunrContender(Database database) {
        this.database = database;
        storage = new PostgresStorageProvider(database.dataSource());
        storage.setJobMapper(new org.jobrunr.jobs.mappers.JobMapper(new JacksonJsonMapper()));
    }

    /** A reminder, planned for that epoch millisecond. */
    public record Ring(long plannedMillis) implements JobRequest {
        @Override
        public Class<Bell> getJobRequestHandler() {
            return Bell.class;
        }
    }

    /** What is done with it. */
    public static final class Bell implements JobRequestHandler<Ring> {
        private final Ear ear;

        Bell(Ear ear) {
            this.ear = ear;
        }

        @Override
        public void run(Ring ring) {
            ear.hear(ring.plannedMillis());
        }
    }

    @Override
    public void prepare() {
        // The storage provider has made the tables.
    }

    @Override
    public void overdue(long count, Instant since) {
        if (since.isAfter(Instant.now())) {
            later(count, since, 0);
        } else {
            jobRunr()
                    .getJobRequestScheduler()
                    .enqueue(LongStream.range(0, count).mapToObj(i -> new Ring(since.toEpochMilli())));
        }
    }

    @Override
    public void pending(long count, Instant from) {
        later(count, from, 1);
    }

    private void later(long count, Instant from, int apartSeconds) {
        if (count > 0) {
            var id = jobRunr()
                    .getJobRequestScheduler()
                    .schedule(from, new Ring(from.toEpochMilli()))
                    .asUUID();
            var copy = "md5('" + id + "' || g.n)::uuid::text";
            Copies.of(
                    database,
                    "jobrunr_jobs",
                    "id = '" + id + "'",
                    Map.of(
                            "id",
                            copy,
                            "jobasjson",
                            "replace(t.jobasjson, '" + id + "', " + copy + ")",
                            "scheduledat",
                            "t.scheduledat + g.n * " + apartSeconds + " * interval '1 second'"),
                    count - 1);
        }
    }

    /** There is a bulk call for jobs that run at once, and none for later ones. */
    @Override
    public void bookAll(int people, int remindersEach, Instant first) {
        jobRunr()
                .getJobRequestScheduler()
                .enqueue(IntStream.range(0, people * remindersEach).mapToObj(i -> new Ring(first.toEpochMilli())));
    }

    @Override
    public void book(String channel, int number, Instant at) {
        jobRunr().getJobRequestScheduler().schedule(at, new Ring(at.toEpochMilli()));
    }

    @Override
    public void start(Ear newEar) {
        ear = newEar;
        jobRunr().getBackgroundJobServer().start();
    }

    private synchronized JobRunrConfigurationResult jobRunr() {
        if (jobRunr == null) {
            jobRunr = JobRunr.configure()
                    .useJsonMapper(new JacksonJsonMapper())
                    .useStorageProvider(storage)
                    .useJobActivator(new JobActivator() {
                        @Override
                        public <T> T activateJob(Class<T> type) {
                            return type.cast(new Bell(ear));
                        }
                    })
                    .useBackgroundJobServer(
                            BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                                    .andPollIntervalInSeconds(5)
                                    .andWorkerCount(WORKERS),
                            false)
                    .initialize();
        }
        return jobRunr;
    }

    @Override
    public long recorded() {
        return database.ask("SELECT count(*) FROM jobrunr_jobs WHERE state = 'SUCCEEDED'");
    }

    @Override
    public void close() {
        JobRunr.destroy();
    }
}
