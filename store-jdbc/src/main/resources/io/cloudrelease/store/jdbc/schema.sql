-- The tables of CloudRelease's store, version 1, for PostgreSQL 12 or newer. Each statement can be run again.
-- All times are the database's own; the clocks of the machines do not matter.

create table if not exists cloudrelease_schema (
  version integer not null primary key
);

-- Who owns which run. "fence" is raised with each owner, and when another run follows what a silent one had sent: what
-- an earlier owner writes is refused.
create table if not exists cloudrelease_run (
  run_id text not null primary key,
  fence bigint not null,
  owner text not null,
  began timestamptz not null default clock_timestamp(),
  heartbeat timestamptz not null default clock_timestamp(),
  -- How long nothing must be heard of the owner until the run may be taken over.
  hold double precision not null,
  -- How many lines there are, and the sum of the last of them.
  lines bigint not null,
  head text not null,
  -- The owner went away by itself, with the run unfinished.
  left_alone boolean not null default false,
  ended boolean not null default false
);

create index if not exists cloudrelease_run_open on cloudrelease_run (began) where not ended;

-- The journal: only ever added to, so INSERT and SELECT are all that it needs.
create table if not exists cloudrelease_line (
  run_id text not null,
  seq bigint not null,
  fence bigint not null,
  line text not null,
  primary key (run_id, seq)
);

-- What the last run that sent an instance leaves in question about it.
create table if not exists cloudrelease_claim (
  id text not null,
  cloud text not null,
  run_id text not null,
  fence bigint not null,
  -- Its calls that have no outcome, separated by blanks.
  open text not null,
  -- What the calls that ended leave: 0 nothing, 1 answered, 2 doubtful, 3 unanswered.
  trace integer not null,
  since timestamptz not null,
  delay double precision not null,
  lag double precision not null,
  primary key (id, cloud)
);

create index if not exists cloudrelease_claim_run on cloudrelease_claim (run_id);
create index if not exists cloudrelease_claim_since on cloudrelease_claim (since) where open = '';

-- Which run saw an instance leaving or in a bin, by whose hand ever, when it gave its verdict.
create table if not exists cloudrelease_seen (
  id text not null,
  cloud text not null,
  run_id text not null,
  since timestamptz not null,
  primary key (id, cloud, run_id)
);

create index if not exists cloudrelease_seen_since on cloudrelease_seen (since);

-- What was charged to the budget of an account.
create table if not exists cloudrelease_budget (
  account text not null primary key,
  changes bigint not null
);

create table if not exists cloudrelease_charge (
  charge_id text not null primary key,
  account text not null,
  amount integer not null,
  charged timestamptz not null default clock_timestamp()
);

create index if not exists cloudrelease_charge_account on cloudrelease_charge (account, charged);

-- When each lane's next call may leave.
create table if not exists cloudrelease_lane (
  lane text not null primary key,
  -- Of the turns that were taken last: the first one, how far they are apart, and who took them.
  first timestamptz not null,
  step double precision not null,
  taker text not null,
  before text not null,
  -- Where the next ones begin.
  next timestamptz not null,
  changes bigint not null,
  gap double precision not null,
  -- How far apart calls arrive that left evenly, at most.
  uneven double precision not null,
  -- What throttling answers did to it.
  slow double precision not null,
  slowed timestamptz not null,
  held timestamptz not null
);

insert into cloudrelease_schema (version)
select 1 where not exists (select 1 from cloudrelease_schema);
