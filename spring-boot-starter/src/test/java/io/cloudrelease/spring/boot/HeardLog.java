package io.cloudrelease.spring.boot;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** All that is logged, on every level, with its MDC. */
final class HeardLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();
  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final Logger ours = (Logger) LoggerFactory.getLogger("io.cloudrelease");
  private final Level before = ours.getLevel();

  HeardLog() {
    ours.setLevel(Level.TRACE);
    setContext(root.getLoggerContext());
    start();
    root.addAppender(this);
  }

  @Override
  protected void append(ILoggingEvent event) {
    event.prepareForDeferredProcessing();
    events.add(event);
  }

  List<ILoggingEvent> of(String logger) {
    return events.stream().filter(event -> event.getLoggerName().startsWith(logger)).toList();
  }

  List<String> lines(Level level) {
    return of("io.cloudrelease").stream()
        .filter(event -> event.getLevel().equals(level))
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  String text() {
    StringBuilder text = new StringBuilder();
    events.forEach(
        event ->
            text.append(event.getFormattedMessage())
                .append(event.getThrowableProxy() == null ? "" : event.getThrowableProxy())
                .append(event.getMDCPropertyMap())
                .append('\n'));
    return text.toString();
  }

  @Override
  public void close() {
    root.detachAppender(this);
    ours.setLevel(before);
    stop();
  }
}
