package io.cloudrelease.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.okhttp.OkHttpTransport;
import io.cloudrelease.signing.SigningContext;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What it costs that a destructive call has a connection of its own: the same signed request sent
 * as a look, over a pooled connection, and as a release. Argument: calls of each, 2,000 by default.
 * Prints, per call, the median and the 99th percentile of its time and the processor time of this
 * process, in microseconds.
 */
public final class OwnConnections {
  private OwnConnections() {}

  public static void main(String[] args) throws Exception {
    int calls = args.length == 0 ? 2_000 : Integer.parseInt(args[0]);
    TestTrust trust = TestTrust.make();
    System.setProperty("javax.net.ssl.trustStore", trust.trust().toString());
    System.setProperty("javax.net.ssl.trustStorePassword", "changeit");
    String classPath = System.getProperty("java.class.path");
    try (Child plain = new Child(List.of(), classPath, "FastServer");
        Child tls = new Child(List.of(), classPath, "FastServer", "tls=" + trust.keys())) {
      for (String server : List.of(plain.line(), tls.line())) {
        measure(server, calls);
      }
    }
    System.exit(0);
  }

  private static void measure(String server, int calls) throws IOException {
    try (OkHttpTransport transport = OkHttpTransport.create()) {
      HttpRequest request =
          Clouds.TENCENT
              .provider(server)
              .signer()
              .sign(
                  Clouds.TENCENT.provider(server).encodeRelease(Clouds.TENCENT.batch(100)),
                  Clouds.credentials(),
                  new SigningContext(Instant.now(), "0"));
      HttpRequest look = request.with(Duration.ofSeconds(10), false);
      HttpRequest release = request.with(Duration.ofSeconds(10), true);
      for (HttpRequest warm : List.of(look, release)) {
        rounds(transport, warm, calls);
      }
      String scheme = server.substring(0, server.indexOf(':'));
      System.out.println(scheme + " pooled " + rounds(transport, look, calls));
      System.out.println(scheme + " own    " + rounds(transport, release, calls));
    }
  }

  private static String rounds(OkHttpTransport transport, HttpRequest request, int calls)
      throws IOException {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long[] nanos = new long[calls];
    long processor = system.getProcessCpuTime();
    for (int i = 0; i < calls; i++) {
      long start = System.nanoTime();
      transport.send(request);
      nanos[i] = System.nanoTime() - start;
    }
    double each = (system.getProcessCpuTime() - processor) / 1e3 / calls;
    Arrays.sort(nanos);
    return String.format(
        Locale.ROOT,
        "median %.0f, p99 %.0f, processor %.0f",
        nanos[calls / 2] / 1e3,
        nanos[calls * 99 / 100] / 1e3,
        each);
  }
}
