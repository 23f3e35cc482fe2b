package io.cloudrelease.zenlayer;

import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.setup.ProviderFactory;
import io.cloudrelease.spi.setup.ProviderSettings;
import java.util.Map;
import java.util.Set;

/** Makes the providers of one product. */
abstract class ProductFactory implements ProviderFactory {
  private final Product product;

  ProductFactory(Product product) {
    this.product = product;
  }

  @Override
  public final String kind() {
    return product.kind();
  }

  @Override
  public final Map<String, Set<String>> options() {
    return ZenlayerOptions.words(product);
  }

  @Override
  public final CloudProvider create(ProviderSettings settings) {
    return ZenlayerProvider.create(product, settings, ZenlayerOptions.of(settings, product));
  }
}
