package io.cloudrelease.testkit.zenlayer;

import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.json.JsonWriter;
import io.cloudrelease.testkit.Refused;
import io.cloudrelease.testkit.TokenService;
import io.cloudrelease.testkit.Trouble;
import io.cloudrelease.testkit.wire.SignedHeaders;
import io.cloudrelease.transport.HttpTransport;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Zenlayer's billing service, simulated: DescribeCustomerBalance, by which an account tells its id.
 * It knows no roles.
 */
public final class SimulatedZenlayerBilling extends TokenService {

  /**
   * A service in front of that transport.
   *
   * @param rest gets what is meant for other services
   */
  public SimulatedZenlayerBilling(HttpTransport rest, InstantSource clock) {
    super(rest, clock);
  }

  @Override
  protected boolean isMeant(HttpRequest request) {
    return request.path().equals("/api/v2/zbc");
  }

  @Override
  protected String answer(HttpRequest request, Instant now) {
    String bearer = ZenlayerSignature.bearer(request);
    Holder holder =
        holder(bearer.isEmpty() ? ZenlayerSignature.keyId(request) : bearer)
            .orElseThrow(
                () -> new Refused(401, "AUTHFAILURE_INVALID_ACCESS_KEY", "No such access key."));
    if (bearer.isEmpty()) {
      ZenlayerSignature signature = ZenlayerSignature.of(request);
      signature.checkTime(now);
      signature.check(holder.key());
    }
    if (holder.key().isExpired(now)) {
      throw ZenlayerErrors.of(Trouble.TOKEN_EXPIRED);
    }
    if (!SignedHeaders.text(request, "X-ZC-Action").equals("DescribeCustomerBalance")) {
      throw ZenlayerCall.notAuthorized();
    }
    return new JsonWriter()
        .object()
        .member("requestId", "zbc")
        .object("response")
        .member("requestId", "zbc")
        .member("accountUid", holder.accountId())
        .member("cashBalance", 987654)
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
        .member("requestId", "zbc")
        .member("code", refused.code())
        .member("message", refused.text())
        .end()
        .toText();
  }
}
