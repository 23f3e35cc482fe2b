package io.cloudrelease.spi.listing;

import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.ProviderFacts;

/**
 * A provider that can list the instances of an account. Optional: a {@link CloudProvider}
 * implements it or not.
 *
 * <p>Pages are calls of the provider's look action ({@link ProviderFacts#lookAction}): they are
 * counted, paced and timed as such. Pure functions, as those of {@link CloudProvider}.
 *
 * <p>A list that is read page by page is never a picture of one moment. How it is made sure that
 * nothing was missed is the core's part: it reads again where pages do not fit together.
 */
public interface InstanceListing {

  /** The call for one page, with an explicit page size. */
  ApiRequest encodePage(PageQuery query);

  /** Reads the answer to it. Never throws for what a server may send. */
  PageAnswer readPage(PageQuery query, HttpResponse response);

  /**
   * Whether each page but the first begins with the last row of the page before: a list that moved
   * between two pages shows itself by that. Possible where pages begin at any row.
   */
  default boolean pagesOverlap() {
    return false;
  }

  /**
   * The most instances that the cloud shows altogether under that filter; a list as long as that is
   * read anew without the filter. Default without limit.
   */
  default int mostUnder(ListFilter filter) {
    return Integer.MAX_VALUE;
  }
}
