package mailroad.app.command;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import java.util.Locale;
import mailroad.app.LogConfig;
import mailroad.kernel.World;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Sends the log to standard error, as lines or as JSON; set here alone, never by a file. */
public final class Logging {
  private Logging() {}

  /** Logs as configured, each line at once. */
  public static void set(LogConfig config) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      set(config, context);
    }
  }

  /**
   * Logs as configured for a server, whose lines may {@linkplain LogConfig#gather() wait} a moment.
   *
   * @return writes what waits
   */
  static Runnable set(LogConfig config, World world) {
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      return () -> {};
    }
    LogAppender appender = set(config, context);
    if (config.gather().isPositive()) {
      appender.gather(world, config.gather());
    }
    return appender::flush;
  }

  private static LogAppender set(LogConfig config, LoggerContext context) {
    context.reset();
    LogAppender appender = new LogAppender();
    appender.setContext(context);
    appender.setEncoder(encoder(config.format(), context));
    appender.start();
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.addAppender(appender);
    root.setLevel(Level.toLevel(config.level().name().toUpperCase(Locale.ROOT)));
    context.getLogger("com.zaxxer.hikari").setLevel(Level.WARN);
    // It recommends a module that is not ready yet.
    context.getLogger("org.apache.lucene.internal.vectorization").setLevel(Level.ERROR);
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    return appender;
  }

  private static Encoder<ILoggingEvent> encoder(LogConfig.Format format, LoggerContext context) {
    switch (format) {
      case JSON -> {
        JsonEncoder encoder = new JsonEncoder();
        encoder.setContext(context);
        encoder.setWithFormattedMessage(true);
        encoder.setWithMessage(false);
        encoder.setWithArguments(false);
        encoder.start();
        return encoder;
      }
      case TEXT -> {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0} [%thread] %msg%n%rEx");
        encoder.start();
        return encoder;
      }
    }
    throw new IllegalStateException();
  }
}
