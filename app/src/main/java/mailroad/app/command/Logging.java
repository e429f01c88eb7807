package mailroad.app.command;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import java.util.Locale;
import mailroad.app.LogConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends the log to standard error, as lines or as JSON; set here alone, never by a file. */
public final class Logging {
  private Logging() {}

  /** Logs as configured. */
  public static void set(LogConfig config) {
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      return;
    }
    context.reset();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setTarget("System.err");
    appender.setEncoder(encoder(config.format(), context));
    appender.start();
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.addAppender(appender);
    root.setLevel(Level.toLevel(config.level().name().toUpperCase(Locale.ROOT)));
    context.getLogger("com.zaxxer.hikari").setLevel(Level.WARN);
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
