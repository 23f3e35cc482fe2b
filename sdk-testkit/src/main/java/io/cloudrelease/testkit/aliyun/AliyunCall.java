package io.cloudrelease.testkit.aliyun;

import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.testkit.AccessKey;
import io.cloudrelease.testkit.Gatekeeper.KeyHolder;
import io.cloudrelease.testkit.Reading;
import io.cloudrelease.testkit.Refused;
import io.cloudrelease.testkit.SimulatedCall;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.Trouble;
import io.cloudrelease.testkit.Visit;
import java.util.ArrayList;
import java.util.List;

/** A call to the simulated ECS: lets it in, checks it, and has it carried out. */
final class AliyunCall implements Reading {
  static final String DELETE = "DeleteInstances";
  static final int MOST_IDS = 100;
  private static final String DESCRIBE = "DescribeInstances";
  private static final String VERSION = "2014-05-26";

  private final SimulatedCall call;
  private final AliyunRequest parts;
  private final AliyunDesk desk;

  AliyunCall(SimulatedCall call, AliyunRequest parts, AliyunDesk desk) {
    this.call = call;
    this.parts = parts;
    this.desk = desk;
  }

  @Override
  public SimulatedCall call() {
    return call;
  }

  @Override
  public HttpResponse refuse(Visit visit, Refused refused) {
    HttpResponse answer =
        withLeft(AliyunAnswers.error(parts, visit.requestId(), refused, desk.behavior()), visit);
    return desk.behavior().retryAfterHeader && refused.code().startsWith("Throttling")
        ? visit
            .left()
            .map(left -> AliyunAnswers.with(answer, "x-acs-retry-after", "" + left.in().toMillis()))
            .orElse(answer)
        : answer;
  }

  /** The gateway tells what is left of this minute. */
  private HttpResponse withLeft(HttpResponse answer, Visit visit) {
    if (!desk.behavior().rateHeader) {
      return answer;
    }
    return visit
        .left()
        .map(left -> "Remain:" + left.calls() + ",TimeLeft:" + left.in().toMillis())
        .map(text -> AliyunAnswers.with(answer, "X-RateLimit-User-API", text))
        .orElse(answer);
  }

  @Override
  public HttpResponse perform(Visit visit) {
    return withLeft(serve(visit), visit);
  }

  private HttpResponse serve(Visit visit) {
    checkAddress();
    KeyHolder holder = letIn(visit, VERSION);
    if (call.region().isEmpty()) {
      throw AliyunErrors.missing("RegionId");
    }
    desk.checkExists(call.region(), holder.account());
    return call.action().equals(DELETE)
        ? new AliyunDeletion(call, parts, desk, visit, holder).answer()
        : describe(visit, holder);
  }

  private void checkAddress() {
    String method = call.request().method();
    if (!method.equals("POST") && !method.equals("GET")) {
      throw new Refused(403, "UnsupportedHTTPMethod", "This http method is not supported.");
    }
    if (call.action().isEmpty()) {
      throw AliyunErrors.missing("Action");
    }
    if (!call.action().equals(DELETE) && !call.action().equals(DESCRIBE)) {
      throw new Refused(
          404,
          "InvalidAction.NotFound",
          "Specified api is not found, please check your url and method.");
    }
    if (parts.version().isEmpty()) {
      throw AliyunErrors.missing("Version");
    }
  }

  /**
   * Lets a call in.
   *
   * @param version the one that its action has
   * @return whose call it is
   */
  KeyHolder letIn(Visit visit, String version) {
    if (!parts.version().equals(version)) {
      throw new Refused(404, "InvalidApi.NotFound", "Specified api version is not found.");
    }
    KeyHolder holder = authenticate(visit);
    visit.authenticated(holder.account());
    desk.gate()
        .count(
            visit,
            holder.account().name(),
            call.region(),
            call.action(),
            () -> AliyunErrors.of(Trouble.THROTTLED, desk.behavior()));
    return holder;
  }

  /** Whose request it is. */
  private KeyHolder authenticate(Visit visit) {
    AliyunSignature.checkComplete(parts);
    AliyunSignature.checkTime(parts, visit.cloudTime());
    KeyHolder holder =
        desk.gate()
            .key(call.accessKeyId())
            .orElseThrow(
                () ->
                    new Refused(
                        404, "InvalidAccessKeyId.NotFound", "Specified access key is not found."));
    if (holder.key().isDisabled()) {
      throw new Refused(400, "InvalidAccessKeyId.Inactive", "Specified access key is disabled.");
    }
    checkToken(holder.key(), visit);
    AliyunSignature.check(parts, holder.key());
    if (desk.behavior().noncesOnce) {
      desk.nonces().take(call.accessKeyId(), parts.nonce(), visit.now());
    }
    return holder;
  }

  private void checkToken(AccessKey key, Visit visit) {
    String token = parts.token();
    if (token.isEmpty() && !key.token().isEmpty()) {
      throw new Refused(400, "MissingSecurityToken", "SecurityToken is mandatory for this action.");
    }
    if (!token.equals(key.token())) {
      throw new Refused(
          400,
          "InvalidSecurityToken.MismatchWithAccessKey",
          "Specified SecurityToken mismatch with the AccessKey.");
    }
    if (key.isExpired(visit.cloudTime())) {
      throw AliyunErrors.of(Trouble.TOKEN_EXPIRED, desk.behavior());
    }
  }

  private HttpResponse describe(Visit visit, KeyHolder holder) {
    boolean byIds = !parts.get("InstanceIds").isEmpty();
    if (byIds && parts.listedIds().isEmpty()) {
      throw AliyunErrors.invalid("InstanceIds");
    }
    if (call.ids().size() > MOST_IDS) {
      throw AliyunErrors.tooManyIds(MOST_IDS);
    }
    AliyunBehavior behavior = desk.behavior();
    int number = behavior.looks.incrementAndGet();
    behavior.lagOfLook.ifPresent(lag -> visit.showPast(lag.apply(number)));
    String service = SimulatedAliyun.SERVICE;
    List<SimulatedInstance> all =
        byIds
            ? desk.fleet().look(visit, holder.account(), service, call.region(), call.ids())
            : desk.fleet().lookAtAll(visit, holder.account(), service, call.region());
    KeyRights rights = behavior.rights(call.accessKeyId());
    if (!holder.key().mayDescribe()
        || !rights.allowsLook(parts)
        || all.stream().anyMatch(rights.looks())) {
      throw AliyunErrors.denied();
    }
    List<SimulatedInstance> fit =
        AliyunBehavior.takeOne(behavior.emptyLooks)
            ? List.of()
            : all.stream()
                .filter(i -> !rights.hidden().test(i))
                .filter(i -> AliyunFilters.fits(parts, i, visit.lookAt()))
                .toList();
    fit = AliyunFilters.cut(parts, fit);
    AliyunPage page = AliyunPage.of(parts, fit.size(), behavior.mostPerPage);
    return AliyunAnswers.instances(
        parts, visit, page, visit.shownRows(rows(page.cut(fit))), desk.renderings());
  }

  /** A list that changed while it was read: one row stands twice in it, and another is lost. */
  private List<SimulatedInstance> rows(List<SimulatedInstance> page) {
    if (page.size() < 2 || !AliyunBehavior.takeOne(desk.behavior().repeatingLooks)) {
      return page;
    }
    List<SimulatedInstance> rows = new ArrayList<>(page);
    rows.set(rows.size() - 1, rows.get(0));
    return rows;
  }
}
