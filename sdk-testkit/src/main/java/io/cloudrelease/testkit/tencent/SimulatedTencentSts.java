package io.cloudrelease.testkit.tencent;

import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.json.JsonWriter;
import io.cloudrelease.testkit.AccessKey;
import io.cloudrelease.testkit.Refused;
import io.cloudrelease.testkit.TokenService;
import io.cloudrelease.testkit.wire.SignedHeaders;
import io.cloudrelease.transport.HttpTransport;
import java.time.Instant;
import java.time.InstantSource;

/** Tencent Cloud STS, simulated: GetCallerIdentity and AssumeRole of version 2018-08-13. */
public final class SimulatedTencentSts extends TokenService {
  private static final String VERSION = "2018-08-13";

  /**
   * A service in front of that transport.
   *
   * @param rest gets what is meant for other services
   */
  public SimulatedTencentSts(HttpTransport rest, InstantSource clock) {
    super(rest, clock);
  }

  @Override
  protected boolean isMeant(HttpRequest request) {
    return SignedHeaders.text(request, "X-TC-Version").equals(VERSION);
  }

  @Override
  protected String answer(HttpRequest request, Instant now) {
    TencentSignature signature = TencentSignature.of(request);
    Holder holder =
        holder(signature.keyId())
            .orElseThrow(
                () -> new Refused(200, "AuthFailure.SecretIdNotFound", "No such secret id."));
    signature.checkScope("sts");
    signature.checkTime(now);
    signature.check(holder.key());
    if (!SignedHeaders.text(request, "X-TC-Token").equals(holder.key().token())) {
      throw new Refused(200, "AuthFailure.TokenFailure", "The token is not of this key.");
    }
    if (holder.key().isExpired(now)) {
      throw new Refused(200, "AuthFailure.TokenFailure", "Token expired.");
    }
    return switch (SignedHeaders.text(request, "X-TC-Action")) {
      case "GetCallerIdentity" -> identity(holder);
      case "AssumeRole" -> role(holder, now);
      default -> throw new Refused(200, "InvalidAction", "The action does not exist.");
    };
  }

  private static String identity(Holder holder) {
    return response()
        .member("Arn", "qcs::cam:" + holder.accountId() + ":uin/" + holder.accountId())
        .member("AccountId", holder.accountId())
        .member("UserId", holder.accountId())
        .member("PrincipalId", holder.accountId())
        .member("Type", holder.key().token().isEmpty() ? "CAMUser" : "CAMRole")
        .member("RequestId", "sts")
        .end()
        .end()
        .toText();
  }

  private String role(Holder holder, Instant now) {
    AccessKey key = issue(holder, now);
    return response()
        .object("Credentials")
        .member("Token", key.token())
        .member("TmpSecretId", key.id())
        .member("TmpSecretKey", key.secret())
        .end()
        .member("ExpiredTime", end(now).getEpochSecond())
        .member("RequestId", "sts")
        .end()
        .end()
        .toText();
  }

  private static JsonWriter response() {
    return new JsonWriter().object().object("Response");
  }

  @Override
  protected int status(Refused refused) {
    return 200;
  }

  @Override
  protected String worded(Refused refused) {
    return response()
        .object("Error")
        .member("Code", refused.code())
        .member("Message", refused.text())
        .end()
        .member("RequestId", "sts")
        .end()
        .end()
        .toText();
  }
}
