package io.cloudrelease.tencent;

import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.json.JsonWriter;
import io.cloudrelease.model.Collateral;
import io.cloudrelease.spi.LookQuery;
import io.cloudrelease.spi.ReleaseBatch;
import java.util.List;

/** Writes the two calls of CVM's API, version 2017-03-12. Immutable and thread-safe. */
final class CvmCalls {

  /** The product as a signature names it, whatever the host is called. */
  static final String SERVICE = "cvm";

  static final String VERSION = "2017-03-12";
  static final String TERMINATE = "TerminateInstances";
  static final String DESCRIBE = "DescribeInstances";

  /** The most ids in a call of either action (both pages, parameter InstanceIds). */
  static final int MAX_IDS = 100;

  private final CvmHosts hosts;
  private final TencentCvm.Site style;

  CvmCalls(CvmHosts hosts, TencentCvm.Site style) {
    this.hosts = hosts;
    this.style = style;
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
    boolean international = style == TencentCvm.Site.INTERNATIONAL;
    JsonWriter body = naming(batch.ids());
    // The international site opens it to accounts little by little, and an unknown parameter would
    // spoil the whole call. Left out, addresses are kept, as if it were false.
    if (release || !international) {
      body.member("ReleaseAddress", release);
    }
    body.member("ReleasePrepaidDataDisks", release).end();
    return call(TERMINATE, batch.region(), body);
  }

  ApiRequest describe(LookQuery query) {
    JsonWriter body =
        naming(query.ids())
            .member("Offset", 0)
            // Without it the page holds 20, however many ids were asked for.
            .member("Limit", MAX_IDS)
            .end();
    return call(DESCRIBE, query.region(), body);
  }

  /** A body that begins with the ids of these. */
  private static JsonWriter naming(List<String> ids) {
    if (ids.size() > MAX_IDS) {
      throw new IllegalArgumentException(
          ids.size() + " ids in one call; CVM takes at most " + MAX_IDS);
    }
    return new JsonWriter().object().member("InstanceIds", ids);
  }

  /** A look without ids: a page of a list. */
  ApiRequest describe(String region, JsonWriter body) {
    return call(DESCRIBE, region, body);
  }

  /** A call of another service of the cloud. */
  ApiRequest call(String service, String version, String action, String region, JsonWriter body) {
    return ApiRequest.of("POST", hosts.of(service, region), "/")
        .action(action, version)
        .region(region)
        .body("application/json", HttpBody.wrap(body.toBytes()));
  }

  private ApiRequest call(String action, String region, JsonWriter body) {
    if (region.isEmpty()) {
      throw new IllegalArgumentException(action + " needs a region");
    }
    return call(SERVICE, VERSION, action, region, body);
  }
}
