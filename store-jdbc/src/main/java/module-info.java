/** A store on PostgreSQL, for releases from several machines. */
@org.jspecify.annotations.NullMarked
module io.cloudrelease.store.jdbc {
  requires static org.jspecify;
  requires transitive io.cloudrelease.core;
  requires transitive java.sql;
  requires org.slf4j;

  exports io.cloudrelease.store.jdbc;
}
