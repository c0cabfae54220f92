package org.lastmile.bench;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** Who can be measured, by name. */
enum Contenders {
    LASTMILE("lastmile") {
        @Override
        Contender on(Database database) {
            return LastmileContender.on(database);
        }
    },
    DBS_LOCK("dbs-lock") {
        @Override
        Contender on(Database database) {
            return DbSchedulerContender.lockAndFetch(database);
        }
    },
    DBS_FETCH("dbs-fetch") {
        @Override
        Contender on(Database database) {
            return DbSchedulerContender.fetch(database);
        }
    },
    QUARTZ("quartz") {
        @Override
        Contender on(Database database) {
            return new QuartzContender(database);
        }
    },
    JOBRUNR("jobrunr") {
        @Override
        Contender on(Database database) {
            return new JobRunrContender(database);
        }
    },
    RAW("raw") {
        @Override
        Contender on(Database database) {
            return new RawContender(database);
        }
    },
    LASTMILE_H2("lastmile-h2") {
        @Override
        String place() {
            return ", in an H2 file";
        }

        @Override
        Contender on(Database database) {
            return LastmileContender.on((H2Database) database);
        }

        @Override
        Database database(PostgresServer server) {
            return new H2Database(server.parent());
        }
    },
    /** Its quicker strategy needs what H2 does not have. */
    DBS_H2("dbs-h2") {
        @Override
        String place() {
            return ", in an H2 file";
        }

        @Override
        Contender on(Database database) {
            return DbSchedulerContender.fetch(database);
        }

        @Override
        Database database(PostgresServer server) {
            return new H2Database(server.parent());
        }
    };

    private final String name;

    Contenders(String name) {
        this.name = name;
    }

    abstract Contender on(Database database);

    /** As a host sees it. */
    Books books(Database database) {
        if (on(database) instanceof Books books) {
            return books;
        }
        throw new IllegalArgumentException("peer \"" + name + "\" takes no reminders from a host; leave it out here");
    }

    /** Said of where it keeps its rows, if that is not PostgreSQL; compared is what is in one place. */
    String place() {
        return "";
    }

    /** Where it keeps its rows. */
    Database database(PostgresServer server) {
        return server.create();
    }

    /** Lastmile first, then those that were asked for. */
    static List<Contenders> chosen(Options options, String otherwise) {
        var chosen = new LinkedHashSet<Contenders>(List.of(LASTMILE));
        for (var name : options.list("peers", otherwise)) {
            chosen.add(named(name));
        }
        return new ArrayList<>(chosen);
    }

    static Contenders named(String name) {
        var known = new ArrayList<String>();
        for (var contender : values()) {
            if (contender.name.equals(name)) {
                return contender;
            }
            known.add(contender.name);
        }
        throw new IllegalArgumentException("peer \"" + name + "\" is not known; use some of " + known);
    }

    @Override
    public String toString() {
        return name;
    }
}
