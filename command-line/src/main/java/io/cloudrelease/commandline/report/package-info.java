/** The report of a release as one HTML file. */
@NullMarked
package io.cloudrelease.commandline.report;

import org.jspecify.annotations.NullMarked;
