package io.cloudrelease.fuzz;

import static io.cloudrelease.fuzz.Target.must;

import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.spi.ReleaseAnswer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Reads what should be an acceptance. An error's body is never one, a list is none either, and what
 * a genuine acceptance refused stays refused whatever happened to its bytes.
 */
final class ReleaseTarget implements Target {
  private final Cloud cloud;

  ReleaseTarget(Cloud cloud) {
    this.cloud = cloud;
  }

  @Override
  public void feed(byte[] input) {
    Draws draws = new Draws(input);
    switch (draws.below(6)) {
      case 0 -> {
        int status = draws.oneOf(List.of(200, 200, 201, 204, 400, 403, 503));
        HttpResponse like = cloud.acceptances.get(0);
        ReleaseAnswer read =
            read(HttpResponse.of(status, like.headers(), HttpBody.wrap(draws.rest())));
        must(status == 200 || read.failure().isPresent(), "accepted with a status of an error");
      }
      case 1 -> {
        HttpResponse genuine = draws.oneOf(cloud.acceptances);
        byte[] donor = draws.oneOf(cloud.errors).body().bytes();
        read(body(genuine, Damage.several(genuine.body().bytes(), donor, draws)));
      }
      case 2 -> {
        HttpResponse genuine = draws.oneOf(cloud.acceptances);
        List<String> refused = read(genuine).refusedIds();
        HttpResponse damaged = body(genuine, Damage.oneByte(genuine.body().bytes(), draws));
        ReleaseAnswer read = read(damaged);
        must(
            read.failure().isPresent() || oneCharacterAtMost(refused, read.refusedIds()),
            "accepted what was refused",
            show(damaged));
      }
      case 3 -> {
        HttpResponse genuine = draws.oneOf(cloud.acceptances);
        byte[] whole = genuine.body().bytes();
        HttpResponse damaged = body(genuine, Damage.cut(whole, draws));
        must(
            read(damaged).failure().isPresent() || damaged.body().bytes().length == whole.length,
            "half an acceptance was read as one",
            show(damaged));
      }
      case 4 -> {
        HttpResponse list = draws.oneOf(cloud.lists).answer();
        must(read(list).failure().isPresent(), "a list was read as an acceptance", show(list));
        HttpResponse damaged = body(list, Damage.oneByte(list.body().bytes(), draws));
        must(
            read(damaged).failure().isPresent(), "a list was read as an acceptance", show(damaged));
      }
      default -> {
        HttpResponse damaged = Broken.error(draws.oneOf(cloud.errors), draws);
        must(
            read(damaged).failure().isPresent(),
            "an error's body was read as an acceptance",
            show(damaged));
      }
    }
  }

  /**
   * Equal, but for one id that one changed byte made another of the batch: ids carry no check
   * digit, so no reader can tell. An id that is missing is never that.
   */
  private static boolean oneCharacterAtMost(List<String> genuine, List<String> read) {
    if (genuine.size() != read.size()) {
      return false;
    }
    String one = String.join("\n", genuine);
    String other = String.join("\n", read);
    return one.length() == other.length()
        && IntStream.range(0, one.length()).filter(i -> one.charAt(i) != other.charAt(i)).count()
            <= 1;
  }

  private static HttpResponse body(HttpResponse like, byte[] body) {
    return HttpResponse.of(like.status(), like.headers(), HttpBody.wrap(body));
  }

  private ReleaseAnswer read(HttpResponse response) {
    ReleaseAnswer read = cloud.provider.readRelease(cloud.batch, response);
    must(
        cloud.batch.ids().containsAll(read.refusedIds()),
        "refuses what was not asked for",
        show(response));
    cloud.provider.paceAdvice(response);
    return read;
  }

  private static String show(HttpResponse response) {
    return response.status() + " " + new String(response.body().bytes(), StandardCharsets.UTF_8);
  }
}
