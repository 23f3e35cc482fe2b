package io.cloudrelease.http.okhttp;

import io.cloudrelease.http.HttpBody;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/**
 * The request's bytes. It has no media type: OkHttp would let that override the Content-Type header
 * that was signed.
 */
final class OneShotBody extends RequestBody {
  private final byte[] bytes;
  private final boolean oneShot;

  OneShotBody(HttpBody body, boolean oneShot) {
    this.bytes = body.bytes();
    this.oneShot = oneShot;
  }

  @Override
  public @Nullable MediaType contentType() {
    return null;
  }

  @Override
  public long contentLength() {
    return bytes.length;
  }

  @Override
  public boolean isOneShot() {
    return oneShot;
  }

  @Override
  public void writeTo(BufferedSink sink) throws java.io.IOException {
    sink.write(bytes);
  }
}
