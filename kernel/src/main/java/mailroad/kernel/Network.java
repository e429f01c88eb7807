package mailroad.kernel;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** TCP, UDP and local sockets of a {@link World}. All calls block the calling task alone. */
public interface Network {
  /**
   * Opens a TCP port for others to connect to; port 0 takes a free one.
   *
   * @throws java.net.BindException if the address is in use or not ours
   */
  Acceptor listen(InetSocketAddress at) throws IOException;

  /**
   * Connects over TCP.
   *
   * @param from local address to connect from; empty leaves it to the system
   * @param to where; a name that is not resolved is looked up as the system does, for a command that runs beside a
   *     server and has no resolver
   * @throws java.net.ConnectException if refused
   * @throws java.net.SocketTimeoutException if nobody answers within {@code timeout}
   */
  Connection connect(Optional<InetAddress> from, InetSocketAddress to, Duration timeout)
      throws IOException;

  /** Connects over TCP from whatever address the system takes. */
  default Connection connect(InetSocketAddress to, Duration timeout) throws IOException {
    return connect(Optional.empty(), to, timeout);
  }

  /** Opens a UDP port; port 0 takes a free one, unpredictably chosen. */
  Datagrams bind(InetSocketAddress at) throws IOException;

  /** Opens a socket in the file system that only its owner may use (mode 600); replaces a dead one. */
  Acceptor listenLocal(Path at) throws IOException;

  /** Connects to a socket in the file system. */
  Connection connectLocal(Path to) throws IOException;

  /** A listening port. */
  interface Acceptor extends Closeable {
    /** The address in use, with the real port; the loopback address and port 0 for a local socket. */
    InetSocketAddress address();

    /**
     * Waits for the next connection.
     *
     * @throws java.net.SocketException once closed
     */
    Connection accept() throws IOException;

    /** Stops listening; a waiting {@link #accept} fails, and whoever connects after that is refused. Connections made stay open. */
    @Override
    void close();
  }

  /**
   * A stream of octets both ways. One task reads and one writes at a time; any may close. After a
   * timeout of a write nothing is usable; after one of a read, writing goes on, and there may be nothing more to
   * be read.
   */
  interface Connection extends Closeable {
    /** Our end. */
    InetSocketAddress local();

    /** The other end. */
    InetSocketAddress remote();

    /**
     * Waits for at least one octet.
     *
     * @return how many octets were read, -1 at the end of the stream
     * @throws java.net.SocketTimeoutException after {@code timeout} of silence
     */
    int read(byte[] into, int offset, int length, Duration timeout) throws IOException;

    /**
     * Writes all octets.
     *
     * @throws java.net.SocketTimeoutException if the other side does not take them within {@code
     *     timeout}; the connection is closed then
     */
    void write(byte[] from, int offset, int length, Duration timeout) throws IOException;

    /** Says that no more octets will be written; reading goes on. */
    void shutdownOutput() throws IOException;

    /** Closes both ways; calls that wait fail. Closing again does nothing. */
    @Override
    void close();

    /** The same without a goodbye, where that is cheaper: the other end may find what was written last to be lost. */
    default void abort() {
      close();
    }
  }

  /** A UDP port. */
  interface Datagrams extends Closeable {
    /** The address in use, with the real port. */
    InetSocketAddress address();

    /** Sends one datagram; it may get lost. */
    void send(byte[] content, InetSocketAddress to) throws IOException;

    /**
     * Waits for a datagram.
     *
     * @return the datagram; empty after {@code timeout}
     * @throws java.net.SocketException once closed
     */
    Optional<Datagram> receive(Duration timeout) throws IOException;

    @Override
    void close();
  }

  /** One datagram as received; the content is whole and not to be changed. */
  record Datagram(byte[] content, InetSocketAddress from) {}
}
