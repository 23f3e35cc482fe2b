package io.cloudrelease.testkit;

import io.cloudrelease.http.HttpRequest;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A request as the cloud understands it, before it is checked: what a {@link FaultPlan} chooses by.
 *
 * @param number which request of this cloud it is, from 1
 * @param at when it came, by the true clock
 * @param service the product: {@code cvm}, {@code zec}, {@code bmc}, {@code vm}, {@code ecs}; empty
 *     when not understood
 * @param action the API action; empty when not understood
 * @param region the region it names; empty where there is none
 * @param accessKeyId who says to have signed it; empty for a bearer token
 * @param ids the instances it names, as sent
 * @param destructive whether its action releases, terminates or deletes
 * @param request the request itself
 */
public record SimulatedCall(
    int number,
    Instant at,
    String service,
    String action,
    String region,
    String accessKeyId,
    List<String> ids,
    boolean destructive,
    HttpRequest request) {

  public SimulatedCall {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(service, "service");
    Objects.requireNonNull(action, "action");
    Objects.requireNonNull(region, "region");
    Objects.requireNonNull(accessKeyId, "accessKeyId");
    ids = List.copyOf(ids);
    Objects.requireNonNull(request, "request");
  }
}
