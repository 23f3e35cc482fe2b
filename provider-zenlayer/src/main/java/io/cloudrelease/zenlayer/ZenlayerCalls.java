package io.cloudrelease.zenlayer;

import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.json.JsonWriter;
import io.cloudrelease.model.Collateral;
import io.cloudrelease.spi.LookQuery;
import io.cloudrelease.spi.ReleaseBatch;
import io.cloudrelease.spi.leftover.LeftoverQuery;
import io.cloudrelease.spi.listing.PageQuery;
import io.cloudrelease.zenlayer.leftovers.Leftovers;
import io.cloudrelease.zenlayer.listing.Pages;
import java.util.List;

/**
 * Writes a product's calls.
 *
 * @param product whose
 * @param endpoint where to
 * @param version which API version
 */
record ZenlayerCalls(Product product, Endpoint endpoint, ZenlayerApiVersion version) {
  static final String RELEASE = "ReleaseInstances";
  static final String TERMINATE = "TerminateInstance";
  static final String DESCRIBE = "DescribeInstances";

  /** The most ids in one ReleaseInstances or DescribeInstances call. */
  static final int MAX_IDS = 100;

  private static final String CONTENT_TYPE = "application/json";

  ApiRequest release(ReleaseBatch batch) {
    if (batch.intent().dryRun()) {
      throw new IllegalArgumentException("Zenlayer cannot check without doing; nothing is sent");
    }
    return switch (batch.step().action()) {
      case RELEASE -> call(RELEASE, releaseBody(batch));
      case TERMINATE -> call(TERMINATE, terminateBody(batch));
      default ->
          throw new IllegalArgumentException(
              product.kind() + " has no release action " + batch.step().action());
    };
  }

  private JsonWriter releaseBody(ReleaseBatch batch) {
    JsonWriter body = naming(batch.ids());
    boolean takesDependants = batch.intent().collateral() == Collateral.RELEASE;
    if (product.hasDependResource(version)) {
      // Never left out: the server's own default releases the dependants.
      body.member("dependResource", takesDependants);
    } else if (product == Product.ZEC && !takesDependants) {
      throw new IllegalArgumentException("this ZEC API version cannot keep dependants");
    }
    return body.end();
  }

  private JsonWriter terminateBody(ReleaseBatch batch) {
    List<String> ids = batch.ids();
    if (product == Product.ZEC || ids.size() != 1) {
      throw new IllegalArgumentException(
          TERMINATE + " takes one BMC or VM instance, not " + ids.size() + " of " + product);
    }
    return new JsonWriter().object().member("instanceId", ids.get(0)).end();
  }

  /** Ids and page size are explicit: without them the server shows at most 20, or everything. */
  ApiRequest look(LookQuery query) {
    JsonWriter body =
        naming(query.ids())
            .member("pageNum", 1)
            .member("pageSize", Math.max(MAX_IDS, query.instances().size()))
            .end();
    return call(DESCRIBE, body);
  }

  ApiRequest page(PageQuery query) {
    return call(DESCRIBE, Pages.body(query));
  }

  ApiRequest leftovers(LeftoverQuery query) {
    return call(query.call().action().name(), Leftovers.body(query));
  }

  /** A body that begins with the ids of these. */
  private static JsonWriter naming(List<String> ids) {
    return new JsonWriter().object().member("instanceIds", ids);
  }

  private ApiRequest call(String action, JsonWriter body) {
    return ApiRequest.of("POST", endpoint, product.path())
        .action(action, product.version(version))
        .body(CONTENT_TYPE, HttpBody.wrap(body.toBytes()));
  }
}
