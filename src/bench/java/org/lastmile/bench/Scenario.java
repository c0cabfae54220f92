package org.lastmile.bench;

/** One kind of work that is measured. */
interface Scenario {
    void run(PostgresServer server, Options options, Report report) throws Exception;
}
