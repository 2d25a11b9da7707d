-- Which events refer to an event: as their target, or as a ground.
CREATE TYPE reference_role AS ENUM ('target', 'ground');

CREATE TABLE event_ref (
    ref_id uuid NOT NULL,
    pos bigint NOT NULL,
    role reference_role NOT NULL, -- noqa: RF04
    PRIMARY KEY (ref_id, pos) INCLUDE (role)
);
