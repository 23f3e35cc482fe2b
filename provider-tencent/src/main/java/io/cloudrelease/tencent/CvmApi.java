package io.cloudrelease.tencent;

import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.json.JsonWriter;
import io.cloudrelease.model.Collateral;
import io.cloudrelease.spi.LookQuery;
import io.cloudrelease.spi.ReleaseBatch;
import java.util.List;

/** Writes the two calls of CVM's API, version 2017-03-12. Immutable and thread-safe. */
final class CvmApi {

  /** The product as a signature names it, whatever the host is called. */
  static final String SERVICE = "cvm";

  static final String VERSION = "2017-03-12";
  static final String TERMINATE = "TerminateInstances";
  static final String DESCRIBE = "DescribeInstances";

  /** The most ids in a call of either action (both pages, parameter InstanceIds). */
  static final int MAX_IDS = 100;

  private static final int AROUND = "{\"InstanceIds\":,\"ReleasePrepaidDataDisks\":false}".length();
  private static final int AROUND_ADDRESSES = ",\"ReleaseAddress\":false".length();
  private static final int AROUND_LOOK = "{\"InstanceIds\":,\"Offset\":0,\"Limit\":100}".length();

  private final CvmHosts hosts;
  private final TencentOptions.Hosts style;

  CvmApi(CvmHosts hosts, TencentOptions.Hosts style) {
    this.hosts = hosts;
    this.style = style;
  }

  boolean usesHttps() {
    return hosts.areSecure();
  }

  String accessHost(String region) {
    return hosts.of(region).hostHeader();
  }

  ApiRequest terminate(ReleaseBatch batch) {
    if (batch.intent().dryRun()) {
      // The action has no dry run: this call would destroy what was only to be checked.
      throw new IllegalArgumentException(TERMINATE + " cannot be a dry run");
    }
    if (!batch.step().action().equals(TERMINATE)) {
      throw new IllegalArgumentException("CVM has no release action " + batch.step().action());
    }
    boolean release = batch.intent().collateral() == Collateral.RELEASE;
    boolean withAddresses = style != TencentOptions.Hosts.INTERNATIONAL;
    int around =
        AROUND + (withAddresses ? AROUND_ADDRESSES : 0) - (release ? withAddresses ? 2 : 1 : 0);
    JsonWriter body =
        writer(batch.ids(), around).object().member("InstanceIds", checked(batch.ids()));
    // Not on the international page, where an unknown parameter would spoil the whole call. The
    // mainland page says that leaving it out keeps the addresses.
    if (withAddresses) {
      body.member("ReleaseAddress", release);
    }
    body.member("ReleasePrepaidDataDisks", release).end();
    return call(TERMINATE, batch.region(), body);
  }

  ApiRequest describe(LookQuery query) {
    JsonWriter body =
        writer(query.ids(), AROUND_LOOK)
            .object()
            .member("InstanceIds", checked(query.ids()))
            .member("Offset", 0)
            // Without it the page holds 20, however many ids were asked for.
            .member("Limit", MAX_IDS)
            .end();
    return call(DESCRIBE, query.region(), body);
  }

  /** One that need not grow: as long as the ids and what stands around them. */
  private static JsonWriter writer(List<String> ids, int around) {
    return new JsonWriter(around + JsonWriter.sizeOf(ids));
  }

  private static List<String> checked(List<String> ids) {
    if (ids.size() > MAX_IDS) {
      throw new IllegalArgumentException(
          ids.size() + " ids in one call; CVM takes at most " + MAX_IDS);
    }
    return ids;
  }

  /** A look without ids: a page of a list. */
  ApiRequest describe(String region, JsonWriter body) {
    return call(DESCRIBE, region, body);
  }

  /** A call of another service of the cloud. */
  ApiRequest call(String service, String version, String action, String region, JsonWriter body) {
    return new ApiRequest(
        "POST",
        hosts.of(service, region),
        "/",
        "",
        action,
        version,
        region,
        "application/json",
        HttpBody.wrap(body.toBytes()));
  }

  private ApiRequest call(String action, String region, JsonWriter body) {
    if (region.isEmpty()) {
      throw new IllegalArgumentException(action + " needs a region");
    }
    return call(SERVICE, VERSION, action, region, body);
  }
}
