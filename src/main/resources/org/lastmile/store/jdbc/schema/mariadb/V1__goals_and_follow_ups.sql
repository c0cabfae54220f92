-- Times are epoch milliseconds. Run twice, the statements change nothing. Texts are compared byte by byte, trailing blanks too.

-- The queues. Number 0 is the engine's own.
CREATE TABLE IF NOT EXISTS ${prefix}lane (
  number   smallint     NOT NULL AUTO_INCREMENT PRIMARY KEY,
  channel  varchar(60)  NOT NULL,
  urgent   boolean      NOT NULL,
  UNIQUE (channel, urgent)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE ${collation};
-- In two steps: a 0 that is inserted would be replaced by the next number.
INSERT IGNORE INTO ${prefix}lane (number, channel, urgent) VALUES (-1, '', true);
UPDATE ${prefix}lane SET number = 0 WHERE number = -1;

CREATE TABLE IF NOT EXISTS ${prefix}goal (
  number        bigint        NOT NULL AUTO_INCREMENT PRIMARY KEY,
  scheduled_at  bigint        NOT NULL,
  closed_at     bigint,
  version       integer       NOT NULL,
  format        integer       NOT NULL,
  owner         integer,
  status        smallint      NOT NULL DEFAULT 0,
  id            varchar(200)  NOT NULL UNIQUE,
  fingerprint   varchar(64)   NOT NULL,
  label         varchar(200),
  title         varchar(1000) NOT NULL,
  due           mediumtext,
  zone          mediumtext,
  late          varchar(40)   NOT NULL,
  min_lead      varchar(40)   NOT NULL,
  stale_after   varchar(40)   NOT NULL,
  grace         varchar(40)   NOT NULL,
  open_after    varchar(40)   NOT NULL,
  calendar      varchar(60),
  roles         mediumtext    NOT NULL,
  data          mediumtext    NOT NULL,
  recurrence    mediumtext,
  KEY ${prefix}goal_label (label, number)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE ${collation};

CREATE TABLE IF NOT EXISTS ${prefix}step (
  goal           bigint        NOT NULL,
  position       integer       NOT NULL,
  ladder_format  integer       NOT NULL,
  is_final       boolean       NOT NULL,
  id             varchar(200)  NOT NULL,
  title          varchar(1000) NOT NULL,
  completion     varchar(40)   NOT NULL,
  recovers       varchar(200),
  opening        varchar(60),
  due            mediumtext    NOT NULL,
  after_steps    mediumtext    NOT NULL,
  ladder         mediumtext    NOT NULL,
  data           mediumtext    NOT NULL,
  PRIMARY KEY (goal, position)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE ${collation};

-- Recipients, once for each goal: participants, the owner, holders of roles.
CREATE TABLE IF NOT EXISTS ${prefix}member (
  goal         bigint        NOT NULL,
  number       integer       NOT NULL,
  id           varchar(200)  NOT NULL,
  name         varchar(1000) NOT NULL,
  zone         mediumtext,
  locale       mediumtext,
  quiet_hours  varchar(60),
  addresses    mediumtext    NOT NULL,
  opted_out    mediumtext    NOT NULL,
  PRIMARY KEY (goal, number),
  UNIQUE (goal, id),
  KEY ${prefix}member_id (id, goal)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE ${collation};

-- The hot rows. A claim writes lease_until, claimed_at, generation and attempts, which are in no index.
CREATE TABLE IF NOT EXISTS ${prefix}follow_up (
  goal          bigint   NOT NULL,
  due           bigint,
  lease_until   bigint,
  claimed_at    bigint,
  activated_at  bigint   NOT NULL,
  armed_at      bigint   NOT NULL,
  idle_since    bigint   NOT NULL,
  hold_from     bigint,
  hold_until    bigint,
  closed_at     bigint,
  step          integer  NOT NULL,
  member        integer  NOT NULL,
  seat          integer  NOT NULL,
  generation    integer  NOT NULL,
  revision      integer  NOT NULL,
  attempts      integer  NOT NULL,
  failures      integer  NOT NULL,
  epoch         integer  NOT NULL,
  activity      integer  NOT NULL,
  lane          smallint NOT NULL,
  rung          smallint NOT NULL,
  repetition    smallint NOT NULL,
  channel       smallint NOT NULL,
  state         smallint NOT NULL,
  outcome       smallint,
  progress      varchar(400),
  extension     mediumtext,
  PRIMARY KEY (goal, step, member, seat),
  KEY ${prefix}follow_up_due (lane, due)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE ${collation};

-- Only ever added to.
CREATE TABLE IF NOT EXISTS ${prefix}ledger (
  goal        bigint   NOT NULL,
  planned_at  bigint   NOT NULL,
  known_at    bigint   NOT NULL,
  step        integer  NOT NULL,
  member      integer  NOT NULL,
  seat        integer  NOT NULL,
  epoch       integer  NOT NULL,
  activity    integer  NOT NULL,
  rung        integer  NOT NULL,
  repetition  integer  NOT NULL,
  generation  integer  NOT NULL,
  state       smallint NOT NULL,
  channel     varchar(60),
  detail      mediumtext,
  PRIMARY KEY (goal, step, member, seat, epoch, activity, rung, repetition, generation)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE ${collation};
