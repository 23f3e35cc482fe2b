package programs;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.ReleaseHandle;
import io.cloudrelease.event.ReleaseEvent;
import io.cloudrelease.event.ReleaseListener;
import io.cloudrelease.event.ReleaseProgress;
import io.cloudrelease.model.ReleaseInstancesRequest;

/** Told what happens, and asked how far it is. */
final class Listener implements ReleaseListener {

  @Override
  public void onEvent(ReleaseEvent event) {
    if (event.kind() == ReleaseEvent.Kind.VERDICT) {
      System.out.println(event.runId() + " " + event.instances() + " " + event.verdict());
    }
  }

  static void release(ReleaseClient client, ReleaseInstancesRequest request)
      throws InterruptedException {
    ReleaseHandle handle = client.releaseInstancesAsync(request, new Listener());
    while (!handle.result().isDone()) {
      ReleaseProgress progress = handle.progress();
      System.out.println(progress.done() + " of " + progress.total() + " " + progress.timeLeft());
      Thread.sleep(1000);
    }
  }
}
