package io.cloudrelease.tencent;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.signing.SigningContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Whatever becomes of keys meanwhile, each signature is of one generation. */
class RotatingKeysTest {
  private static final ApiRequest REQUEST =
      ApiRequest.of("POST", Endpoint.https("cvm.tencentcloudapi.com"), "/")
          .action("DescribeInstances", "2017-03-12")
          .region("ap-guangzhou")
          .body("application/json", HttpBody.utf8("{}"));
  private static final SigningContext NOW =
      new SigningContext(Instant.parse("2026-11-20T08:00:00Z"), "nonce");

  private final Tc3Signer signer = new Tc3Signer("cvm");
  private final AtomicInteger number = new AtomicInteger();
  private final CredentialsProvider keys =
      CredentialsProvider.cached(() -> generation(number.incrementAndGet()));

  private static Credentials generation(int number) {
    return Credentials.ofSession("id" + number, "secret" + number, "token" + number);
  }

  private int wrong() {
    int wrong = 0;
    for (int i = 0; i < 12_500; i++) {
      HttpRequest signed = signer.sign(REQUEST, keys.resolve(), NOW);
      String authorization = signed.header("Authorization").orElseThrow();
      int from = authorization.indexOf("Credential=id") + "Credential=id".length();
      int generation =
          Integer.parseInt(authorization.substring(from, authorization.indexOf('/', from)));
      HttpRequest expected = new Tc3Signer("cvm").sign(REQUEST, generation(generation), NOW);
      wrong += signed.headers().equals(expected.headers()) ? 0 : 1;
    }
    return wrong;
  }

  @Test
  void a_hundred_thousand_signatures_while_keys_rotate_mix_no_generations() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(9);
    try {
      Future<?> rotation =
          threads.submit(
              () -> {
                while (!over.get()) {
                  keys.refresh();
                }
              });
      List<Future<Integer>> signers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        signers.add(threads.submit(this::wrong));
      }
      for (Future<Integer> each : signers) {
        assertThat(each.get()).isZero();
      }
      over.set(true);
      rotation.get();
      assertThat(number.get()).isGreaterThan(100);
    } finally {
      over.set(true);
      threads.shutdownNow();
    }
  }
}
