-- Format 2: items lie in lanes, each claimed from by itself; an empty name for those in none.
ALTER TABLE items ADD COLUMN lane text COLLATE "C" NOT NULL DEFAULT '';
DROP INDEX items_ready;
CREATE INDEX items_ready ON items (queue, lane, ready, id);
