package io.cloudrelease.simulation;

import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.CollateralItem;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.pace.PaceAdvice;
import io.cloudrelease.signing.RequestSigner;
import io.cloudrelease.spi.Assessment;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.LookAnswer;
import io.cloudrelease.spi.LookQuery;
import io.cloudrelease.spi.ProviderFacts;
import io.cloudrelease.spi.ReleaseAnswer;
import io.cloudrelease.spi.ReleaseBatch;
import io.cloudrelease.transport.HttpTransport;
import io.cloudrelease.transport.SendPhase;
import io.cloudrelease.transport.TransportException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The defences, taken away one at a time. */
enum Mutations implements Mutation {
  /** No settling: the next look is believed, however far behind it may be. */
  NO_SETTLING("no id gets a step beyond its goal") {
    @Override
    public CloudProvider provider(CloudProvider provider) {
      return new Wrapped(provider) {
        @Override
        public ProviderFacts facts() {
          return super.facts()
              .settlingTime(Duration.ofSeconds(1))
              .longestLag(Duration.ofSeconds(1))
              .longestDelay(Duration.ofSeconds(1));
        }
      };
    }
  },

  /** Batches are no longer made by charge type. */
  NO_CHARGE_TYPES("one charge type in a batch") {
    @Override
    public CloudProvider provider(CloudProvider provider) {
      return new Wrapped(provider) {
        @Override
        public Assessment assess(Snapshot snapshot, Intent intent) {
          Assessment made = super.assess(snapshot, intent);
          Assessment.Step step = made.step();
          return made.kind() == Assessment.Kind.SEND
              ? Assessment.send(
                  new Assessment.Step(step.action(), step.stage(), "", step.escalates()))
              : made;
        }
      };
    }
  },

  /** The transport sends a lost request again by itself, as OkHttp does without its guards. */
  NO_ONE_SHOT_BODY("no request is repeated byte for byte") {
    @Override
    public HttpTransport transport(HttpTransport transport) {
      return new HttpTransport() {
        @Override
        public HttpResponse send(HttpRequest request) throws TransportException {
          try {
            return transport.send(request);
          } catch (TransportException lost) {
            if (lost.phase() == SendPhase.NOT_SENT) {
              throw lost;
            }
            return transport.send(copy(request));
          }
        }

        @Override
        public void close() {
          transport.close();
        }
      };
    }
  },

  /** The list of failed ids in a success is not read. */
  NO_FAILED_IDS("ACCEPTED was acknowledged or applied") {
    @Override
    public CloudProvider provider(CloudProvider provider) {
      return new Wrapped(provider) {
        @Override
        public ReleaseAnswer readRelease(ReleaseBatch batch, HttpResponse response) {
          ReleaseAnswer read = super.readRelease(batch, response);
          return read.failure().isPresent() ? read : ReleaseAnswer.accepted(read.requestId());
        }
      };
    }
  },

  /** Every look and every call goes to one region, whatever the reference says. */
  NO_REGIONS("nothing is touched that was not asked for") {
    @Override
    public CloudProvider provider(CloudProvider provider) {
      return provider.facts().regional() ? new OneRegion(provider) : provider;
    }
  },

  /** Absence counts as release also for what was never shown. */
  NO_PROOF_OF_PRESENCE("RELEASED is gone") {
    @Override
    public CloudProvider provider(CloudProvider provider) {
      return new Wrapped(provider) {
        private final Set<InstanceRef> asked = new HashSet<>();

        @Override
        public LookAnswer readLook(LookQuery query, HttpResponse response) {
          LookAnswer read = super.readLook(query, response);
          if (read.failure().isPresent()) {
            return read;
          }
          List<Snapshot> shown = new ArrayList<>(read.snapshots());
          Set<InstanceRef> there = new HashSet<>();
          shown.forEach(snapshot -> there.add(snapshot.ref()));
          for (InstanceRef ref : query.instances()) {
            if (asked.add(ref) && !there.contains(ref)) {
              shown.add(Snapshot.builder(ref, query.at(), LifecyclePhase.LEAVING).build());
            }
          }
          return LookAnswer.shows(shown, read.complete());
        }
      };
    }
  };

  final String promise;

  Mutations(String promise) {
    this.promise = promise;
  }

  private static HttpRequest copy(HttpRequest request) {
    return request.with(request.timeout(), request.destructive());
  }

  /** Sends and looks in the first region only. */
  private static final class OneRegion extends Wrapped {
    OneRegion(CloudProvider provider) {
      super(provider);
    }

    private String region() {
      return facts().name().endsWith(Kind.TENCENT.provider)
          ? Fleet.TENCENT_REGIONS.get(0)
          : Fleet.ALIYUN_REGIONS.get(0);
    }

    private List<InstanceRef> here(List<InstanceRef> refs) {
      return refs.stream().map(r -> new InstanceRef(r.provider(), region(), r.id())).toList();
    }

    @Override
    public ApiRequest encodeRelease(ReleaseBatch b) {
      return super.encodeRelease(
          new ReleaseBatch(region(), b.step(), here(b.instances()), b.intent(), b.token()));
    }

    @Override
    public ApiRequest encodeLook(LookQuery query) {
      return super.encodeLook(new LookQuery(region(), here(query.instances()), query.at()));
    }

    @Override
    public LookAnswer readLook(LookQuery query, HttpResponse response) {
      LookQuery moved = new LookQuery(region(), here(query.instances()), query.at());
      LookAnswer read = super.readLook(moved, response);
      if (read.failure().isPresent()) {
        return read;
      }
      List<Snapshot> back = new ArrayList<>();
      for (Snapshot s : read.snapshots()) {
        InstanceRef ref = new InstanceRef(s.ref().provider(), query.region(), s.ref().id());
        Snapshot.Builder copy =
            Snapshot.builder(ref, s.takenAt(), s.phase())
                .state(s.state())
                .name(s.name())
                .chargeType(s.chargeType())
                .protectedFromRelease(s.protectedFromRelease());
        s.createdAt().ifPresent(copy::createdAt);
        s.expiresAt().ifPresent(copy::expiresAt);
        s.attributes().forEach(copy::attribute);
        back.add(copy.build());
      }
      return LookAnswer.shows(back, read.complete());
    }
  }

  /** A provider as it is. */
  static class Wrapped implements CloudProvider {
    private final CloudProvider provider;

    Wrapped(CloudProvider provider) {
      this.provider = provider;
    }

    @Override
    public ProviderFacts facts() {
      return provider.facts();
    }

    @Override
    public RequestSigner signer() {
      return provider.signer();
    }

    @Override
    public CredentialsProvider credentials() {
      return provider.credentials();
    }

    @Override
    public boolean acceptsId(String id) {
      return provider.acceptsId(id);
    }

    @Override
    public boolean recognizesId(String id) {
      return provider.recognizesId(id);
    }

    @Override
    public Assessment assess(Snapshot snapshot, Intent intent) {
      return provider.assess(snapshot, intent);
    }

    @Override
    public Assessment assessUnseen(Intent intent) {
      return provider.assessUnseen(intent);
    }

    @Override
    public ApiRequest encodeRelease(ReleaseBatch batch) {
      return provider.encodeRelease(batch);
    }

    @Override
    public ReleaseAnswer readRelease(ReleaseBatch batch, HttpResponse response) {
      return provider.readRelease(batch, response);
    }

    @Override
    public ApiRequest encodeLook(LookQuery query) {
      return provider.encodeLook(query);
    }

    @Override
    public LookAnswer readLook(LookQuery query, HttpResponse response) {
      return provider.readLook(query, response);
    }

    @Override
    public List<CollateralItem> collateral(Snapshot snapshot, Intent intent) {
      return provider.collateral(snapshot, intent);
    }

    @Override
    public Optional<Duration> recycleBinRetention(Snapshot snapshot) {
      return provider.recycleBinRetention(snapshot);
    }

    @Override
    public String accessHost(String region) {
      return provider.accessHost(region);
    }

    @Override
    public PaceAdvice paceAdvice(HttpResponse response) {
      return provider.paceAdvice(response);
    }

    @Override
    public boolean recycledIsFree(Snapshot snapshot) {
      return provider.recycledIsFree(snapshot);
    }
  }
}
