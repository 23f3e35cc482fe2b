package io.cloudrelease.truth;

import static io.cloudrelease.truth.Sky.ref;
import static io.cloudrelease.truth.Sky.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.testkit.Fault;
import io.cloudrelease.testkit.FaultScript;
import io.cloudrelease.testkit.SimulatedCall;
import io.cloudrelease.testkit.SimulatedInstance;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Status 200 is no success without what a success holds, and one with an error is none. */
class AnswersTest {
  private static final String ERROR = "'Code':'InternalError','Message':'It failed.'";

  private final Sky sky = new Sky();

  private SimulatedInstance add(String kind) {
    return switch (kind) {
      case "tencent" -> sky.tencent.add(i -> i.postpaid());
      case "prepaid" -> sky.tencent.add(i -> i.prepaid());
      case "zec" -> sky.zenlayer.addZec(i -> {});
      case "bmc" -> sky.zenlayer.addBmc(i -> {});
      case "vm" -> sky.zenlayer.addVm(i -> {});
      default -> sky.aliyun.add(i -> {});
    };
  }

  private static Fault answer(String body) {
    String json = body.replace('\'', '"');
    return Fault.answering(
        "200 " + json,
        HttpResponse.of(
            200, List.of(new Header("Content-Type", "application/json")), HttpBody.utf8(json)));
  }

  private static String body(String form) {
    return switch (form) {
      case "code beside a response" ->
          "{'requestId':'r-1','code':'INTERNAL_SERVER_ERROR','message':'It failed.','response':{}}";
      case "code alone" -> "{'requestId':'r-1','code':'INVALID_PARAMETER_VALUE','message':'No.'}";
      case "no request id" -> "{'response':{}}";
      case "error cut out" -> "{'Response':{'RequestId':'r-1','Code':'InternalError'}}";
      case "error renamed" -> "{'Response':{'Eror':{" + ERROR + "},'RequestId':'r-1'}}";
      case "a list" -> "{'Response':{'TotalCount':0,'InstanceSet':[],'RequestId':'r-1'}}";
      case "a list of ecs" -> "{'RequestId':'R-1','TotalCount':0,'Instances':{'Instance':[]}}";
      case "code of ecs" -> "{'RequestId':'R-1','Code':'InternalError','Message':'It failed.'}";
      case "nothing" -> "{}";
      default -> throw new IllegalArgumentException(form);
    };
  }

  @ParameterizedTest
  @CsvSource({
    "zec, code beside a response", "zec, code alone", "zec, no request id", "zec, nothing",
    "bmc, code beside a response", "bmc, code alone", "bmc, no request id", "bmc, nothing",
    "vm, code beside a response", "vm, code alone", "vm, no request id", "vm, nothing",
    "tencent, error cut out", "tencent, error renamed", "tencent, a list", "tencent, nothing",
    "prepaid, error cut out", "prepaid, error renamed", "prepaid, a list", "prepaid, nothing",
    "ecs, a list of ecs", "ecs, code of ecs", "ecs, nothing"
  })
  void what_was_not_carried_out_is_not_accepted_by_such_an_answer(String kind, String form) {
    InstanceRef ref = ref(add(kind));
    sky.cloud(ref).faults(new FaultScript().always(SimulatedCall::destructive, answer(body(form))));
    ReleaseInstancesResult result = sky.release(r -> r.instance(ref));
    sky.isTrue(result, Goal.RELEASE);
    // Where each send has to be proven untouched before the next, the deadline comes first.
    boolean waits = kind.equals("zec") || kind.equals("prepaid");
    // Without a request id nobody knows who answered: it may be carried out as late as a lost call.
    boolean nobody = form.equals("no request id") || form.equals("nothing");
    boolean open = waits || kind.equals("ecs") && nobody;
    assertThat(verdict(result, ref)).isEqualTo(open ? Verdict.UNKNOWN : Verdict.REJECTED);
    assertThat(result.verdict(ref).orElseThrow().sends()).isEqualTo(waits && nobody ? 2 : 3);
  }

  @ParameterizedTest
  @CsvSource({
    "zec, code beside a response, RELEASED",
    "bmc, no request id, RECYCLED",
    "tencent, error renamed, RELEASED",
    "prepaid, a list, RECYCLED",
    "ecs, code of ecs, RELEASED"
  })
  void what_was_carried_out_is_found_out_by_looks(String kind, String form, Verdict right) {
    InstanceRef ref = ref(add(kind));
    sky.cloud(ref)
        .faults(
            new FaultScript().always(SimulatedCall::destructive, answer(body(form)).afterEffect()));
    ReleaseInstancesResult result = sky.release(r -> r.instance(ref));
    sky.isTrue(result, Goal.RELEASE);
    assertThat(sky.applied(ref)).isEqualTo(1);
    assertThat(verdict(result, ref)).isEqualTo(right);
  }
}
