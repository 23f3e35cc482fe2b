/** A store on PostgreSQL: journal, claims, runs, budget and pace that several machines share. */
@NullMarked
package io.cloudrelease.store.jdbc;

import org.jspecify.annotations.NullMarked;
