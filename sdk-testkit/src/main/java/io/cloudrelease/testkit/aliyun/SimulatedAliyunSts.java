package io.cloudrelease.testkit.aliyun;

import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.json.JsonWriter;
import io.cloudrelease.testkit.AccessKey;
import io.cloudrelease.testkit.Refused;
import io.cloudrelease.testkit.TokenService;
import io.cloudrelease.transport.HttpTransport;
import java.time.Instant;
import java.time.InstantSource;

/** Alibaba Cloud STS, simulated: GetCallerIdentity and AssumeRole of version 2015-04-01. */
public final class SimulatedAliyunSts extends TokenService {
  private static final String VERSION = "2015-04-01";

  /**
   * A service in front of that transport.
   *
   * @param rest gets what is meant for other services
   */
  public SimulatedAliyunSts(HttpTransport rest, InstantSource clock) {
    super(rest, clock);
  }

  @Override
  protected boolean isMeant(HttpRequest request) {
    return new AliyunRequest(request).version().equals(VERSION);
  }

  @Override
  protected String answer(HttpRequest request, Instant now) {
    AliyunRequest call = new AliyunRequest(request);
    Holder holder =
        holder(call.accessKeyId())
            .orElseThrow(
                () -> new Refused(404, "InvalidAccessKeyId.NotFound", "No such access key."));
    AliyunSignature.checkTime(call, now);
    AliyunSignature.check(call, holder.key());
    if (!call.token().equals(holder.key().token())) {
      throw new Refused(400, "InvalidSecurityToken.MismatchWithAccessKey", "Another key's token.");
    }
    if (holder.key().isExpired(now)) {
      throw new Refused(400, "InvalidSecurityToken.Expired", "The token is over.");
    }
    return switch (call.action()) {
      case "GetCallerIdentity" -> identity(holder);
      case "AssumeRole" -> role(holder, now);
      default -> throw new Refused(404, "InvalidAction.NotFound", "No such action.");
    };
  }

  private static String identity(Holder holder) {
    boolean role = !holder.key().token().isEmpty();
    return new JsonWriter()
        .object()
        .member("IdentityType", role ? "AssumedRoleUser" : "RAMUser")
        .member("AccountId", holder.accountId())
        .member(
            "Arn",
            "acs:ram::" + holder.accountId() + (role ? ":assumed-role/release/s" : ":user/release"))
        .member("PrincipalId", "1")
        .member("RequestId", "sts")
        .end()
        .toText();
  }

  private String role(Holder holder, Instant now) {
    AccessKey key = issue(holder, now);
    return new JsonWriter()
        .object()
        .member("RequestId", "sts")
        .object("Credentials")
        .member("AccessKeyId", key.id())
        .member("AccessKeySecret", key.secret())
        .member("SecurityToken", key.token())
        .member("Expiration", Instant.ofEpochSecond(end(now).getEpochSecond()).toString())
        .end()
        .end()
        .toText();
  }

  @Override
  protected int status(Refused refused) {
    return refused.status();
  }

  @Override
  protected String worded(Refused refused) {
    return new JsonWriter()
        .object()
        .member("RequestId", "sts")
        .member("Code", refused.code())
        .member("Message", refused.text())
        .end()
        .toText();
  }
}
