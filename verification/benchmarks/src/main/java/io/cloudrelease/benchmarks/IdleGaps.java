package io.cloudrelease.benchmarks;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.okhttp.OkHttpTransport;
import io.cloudrelease.signing.SigningContext;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.ReleaseBatch;
import io.cloudrelease.transport.TransportException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Destructive calls with pauses around the time after which the server closes idle connections,
 * each caller with a transport of its own so that no other keeps its connection busy.
 *
 * <p>Arguments: the server's address, its keep-alive in milliseconds, callers, calls of each.
 * Prints calls, those without an answer and those not sent.
 */
public final class IdleGaps {
  private IdleGaps() {}

  public static void main(String[] args) throws Exception {
    int keepAlive = Integer.parseInt(args[1]);
    int callers = Integer.parseInt(args[2]);
    int calls = Integer.parseInt(args[3]);
    ExecutorService threads = Executors.newFixedThreadPool(callers);
    List<Future<int[]>> running = new ArrayList<>();
    for (int i = 0; i < callers; i++) {
      int seed = i;
      running.add(threads.submit(() -> gaps(args[0], keepAlive, calls, new Random(seed))));
    }
    int noAnswer = 0;
    int notSent = 0;
    for (Future<int[]> caller : running) {
      noAnswer += caller.get()[0];
      notSent += caller.get()[1];
    }
    System.out.println(
        "calls\t" + callers * calls + "\tnoAnswer\t" + noAnswer + "\tnotSent\t" + notSent);
    System.exit(0);
  }

  private static int[] gaps(String server, int keepAlive, int calls, Random random)
      throws InterruptedException {
    CloudProvider provider = Clouds.TENCENT.provider(server);
    ReleaseBatch batch = Clouds.TENCENT.batch(1);
    Credentials credentials = Clouds.credentials();
    int[] lost = new int[2];
    try (OkHttpTransport transport = OkHttpTransport.create()) {
      for (int i = 0; i < calls; i++) {
        HttpRequest request =
            provider
                .signer()
                .sign(
                    provider.encodeRelease(batch),
                    credentials,
                    new SigningContext(Instant.now(), "0"))
                .with(Duration.ofSeconds(10), true);
        try {
          transport.send(request);
        } catch (TransportException failed) {
          lost[failed.phase() == io.cloudrelease.transport.SendPhase.NOT_SENT ? 1 : 0]++;
        }
        // Within five milliseconds of the limit, on either side.
        Thread.sleep(Math.max(1, keepAlive - 5 + random.nextInt(11)));
      }
    }
    return lost;
  }
}
