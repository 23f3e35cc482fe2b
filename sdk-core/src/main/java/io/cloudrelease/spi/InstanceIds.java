package io.cloudrelease.spi;

import io.cloudrelease.json.PlainTexts;
import io.cloudrelease.model.InstanceRef;
import java.util.List;

/**
 * The ids of references, without a copy of the list; {@link InstanceRef} lets plain ids in only.
 */
final class InstanceIds extends PlainTexts {
  private final List<InstanceRef> instances;

  private InstanceIds(List<InstanceRef> instances) {
    this.instances = instances;
  }

  static List<String> of(List<InstanceRef> instances) {
    return new InstanceIds(instances);
  }

  @Override
  public String get(int index) {
    return instances.get(index).id();
  }

  @Override
  public int size() {
    return instances.size();
  }
}
