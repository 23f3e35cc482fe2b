/** The transport on OkHttp, with everything off by which OkHttp would send a request twice. */
@NullMarked
package io.cloudrelease.http.okhttp;

import org.jspecify.annotations.NullMarked;
