-- What housekeeping has to remember, whichever node does it next.
CREATE TABLE IF NOT EXISTS ${prefix}note (
  name  varchar(60)  NOT NULL PRIMARY KEY,
  text  varchar(200) NOT NULL
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE ${collation};
