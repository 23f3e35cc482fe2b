package io.cloudrelease.testkit.http;

import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.testkit.TokenService;
import io.cloudrelease.testkit.aliyun.SimulatedAliyun;
import io.cloudrelease.testkit.aliyun.SimulatedAliyunSts;
import io.cloudrelease.testkit.tencent.SimulatedTencent;
import io.cloudrelease.testkit.tencent.SimulatedTencentSts;
import io.cloudrelease.testkit.zenlayer.SimulatedZenlayer;
import io.cloudrelease.testkit.zenlayer.SimulatedZenlayerBilling;
import io.cloudrelease.transport.HttpTransport;
import io.cloudrelease.transport.SendPhase;
import io.cloudrelease.transport.TransportException;
import java.time.InstantSource;
import java.util.List;

/** The services that say whose keys are called with; each cloud has one, on a host of its own. */
final class Identities {
  private static final String ZENLAYER_ACCOUNT = "100001";
  private static final String TENCENT_ACCOUNT = "100000000001";
  private static final String ALIYUN_ACCOUNT = "1234567890123456";

  private Identities() {}

  /** Nothing stands behind them: they are asked only what they recognize. */
  private static final class Nothing implements HttpTransport {
    @Override
    public HttpResponse send(HttpRequest request) throws TransportException {
      throw new TransportException(SendPhase.NOT_SENT, "no service for this request");
    }

    @Override
    public void close() {}
  }

  static List<TokenService> of(
      SimulatedZenlayer zenlayer,
      SimulatedTencent tencent,
      SimulatedAliyun aliyun,
      InstantSource clock) {
    TokenService billing = new SimulatedZenlayerBilling(new Nothing(), clock);
    billing.serves(zenlayer, ZENLAYER_ACCOUNT);
    TokenService tencentSts = new SimulatedTencentSts(new Nothing(), clock);
    tencentSts.serves(tencent, TENCENT_ACCOUNT);
    TokenService aliyunSts = new SimulatedAliyunSts(new Nothing(), clock);
    aliyunSts.serves(aliyun, ALIYUN_ACCOUNT);
    return List.of(billing, tencentSts, aliyunSts);
  }
}
