import { defineMigration } from "../src/migrate/mod.ts";

/** How far consumers of streams have stored their messages, and how far changes were published. */
export default defineMigration("0013_create_stream_offsets", {
  up(m) {
    m.sql(`
      create table strata_ingest.stream_offsets (
        consumer_group text not null,
        topic text not null,
        partition integer not null,
        topic_id uuid not null,
        next_offset bigint not null,
        updated_at timestamptz not null default now(),
        constraint pk_stream_offsets primary key (consumer_group, topic, partition),
        constraint ck_stream_offsets_next_offset check (next_offset >= 0)
      );

      comment on table strata_ingest.stream_offsets is 'How far each consumer group has stored the messages of each partition';
      comment on column strata_ingest.stream_offsets.consumer_group is 'The consumer group';
      comment on column strata_ingest.stream_offsets.topic is 'The topic';
      comment on column strata_ingest.stream_offsets.partition is 'The partition of the topic';
      comment on column strata_ingest.stream_offsets.topic_id is 'The id of the topic: one of the same name that replaced it has another';
      comment on column strata_ingest.stream_offsets.next_offset is 'The offset of the first message that is not stored; written with the rows';
      comment on column strata_ingest.stream_offsets.updated_at is 'When it was written last'`);
    m.sql(`
      create table strata_ingest.change_cursors (
        topic text not null,
        table_name text not null,
        published_to timestamptz not null,
        updated_at timestamptz not null default now(),
        constraint pk_change_cursors primary key (topic, table_name)
      );

      comment on table strata_ingest.change_cursors is 'How far the changes of each table were published to each topic';
      comment on column strata_ingest.change_cursors.topic is 'The topic';
      comment on column strata_ingest.change_cursors.table_name is 'The table';
      comment on column strata_ingest.change_cursors.published_to is 'What was stored by then is published';
      comment on column strata_ingest.change_cursors.updated_at is 'When it was written last'`);
  },
  down(m) {
    m.sql("drop table strata_ingest.change_cursors");
    m.sql("drop table strata_ingest.stream_offsets");
  },
});
