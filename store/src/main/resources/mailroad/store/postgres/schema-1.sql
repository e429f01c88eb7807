-- Format 1 of the store in PostgreSQL. Moments are milliseconds since 1970.

-- Versions of entries and tokens of claims: no number is given out twice.
CREATE SEQUENCE numbers;

-- The ordered map. Octets sort as unsigned octets, as keys do.
CREATE TABLE entries (
  key bytea PRIMARY KEY,
  value bytea NOT NULL,
  version bigint NOT NULL
);

-- Queues. An item can be claimed from "ready" on: when it is due, or when the lease of its claim ends.
CREATE TABLE items (
  queue text COLLATE "C" NOT NULL,
  id bytea NOT NULL,
  due bigint NOT NULL,
  ready bigint NOT NULL,
  owner text COLLATE "C",
  token bigint,
  PRIMARY KEY (queue, id)
);
CREATE INDEX items_ready ON items (queue, ready, id);
CREATE INDEX items_owner ON items (queue, owner) WHERE owner IS NOT NULL;

-- Blobs. One that is not finished belongs to a writer, or to nobody if that has died.
CREATE TABLE blobs (
  id bytea PRIMARY KEY,
  begun bigint NOT NULL,
  finished bigint,
  octets bigint
);
CREATE INDEX blobs_unfinished ON blobs (begun) WHERE finished IS NULL;

-- Their content in pieces; "start" is where a piece begins in the blob.
CREATE TABLE chunks (
  blob bytea NOT NULL REFERENCES blobs ON DELETE CASCADE,
  start bigint NOT NULL,
  octets int NOT NULL,
  content bytea NOT NULL,
  PRIMARY KEY (blob, start)
);
-- Not compressed, so that a part can be read without the rest.
ALTER TABLE chunks ALTER COLUMN content SET STORAGE EXTERNAL;

-- What needs a blob.
CREATE TABLE refs (
  blob bytea NOT NULL REFERENCES blobs,
  name bytea NOT NULL,
  PRIMARY KEY (blob, name)
);

-- Blobs of which a sweep is to look whether anything still needs them.
CREATE TABLE loose (
  blob bytea PRIMARY KEY REFERENCES blobs ON DELETE CASCADE
);
