package com.example.cleanup;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.find.Condition;
import io.cloudrelease.find.Found;
import io.cloudrelease.find.Selection;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

@Component
class CleanUp {
  private static final Logger LOG = LoggerFactory.getLogger(CleanUp.class);

  private final ReleaseClient client;
  private final Duration olderThan;

  CleanUp(ReleaseClient client, @Value("${cleanup.older-than}") Duration olderThan) {
    this.client = client;
    this.olderThan = olderThan;
  }

  @Scheduled(fixedRateString = "${cleanup.every}")
  void run() {
    Found found =
        client.find(
            Selection.builder()
                .in("ci:ap-guangzhou")
                .where(Condition.tag("purpose", "ci"))
                .where(Condition.olderThan(olderThan))
                .build());
    if (found.refs().isEmpty()) {
      LOG.info("nothing to clean up");
      return;
    }
    ReleaseInstancesResult result =
        client.releaseInstances(ReleaseInstancesRequest.builder().instances(found.refs()).build());
    if (!result.allGood()) {
      LOG.warn("not all could be released:\n{}", result.toTable());
    }
  }
}
