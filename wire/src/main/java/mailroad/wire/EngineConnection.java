package mailroad.wire;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import mailroad.kernel.Network.Connection;
import mailroad.kernel.World;
import mailroad.sasl.ChannelBinding;

/**
 * TLS over a connection: the engine turns octets into records and back, this class moves them.
 *
 * <p>One task reads, one writes, any may close. Records must leave in the order in which the engine
 * made them, so {@link #lock} covers the making, and only the writing task sends: what the engine wants to
 * say while somebody reads (the answer to a key update) waits in {@link #owed} for the next write, as RFC
 * 8446 section 4.6.3 allows. No lock is held while octets travel.
 *
 * <p>A connection at rest keeps no record buffers: it waits with a few octets, and takes a whole
 * record's room once they have come.
 */
final class EngineConnection implements TlsConnection {
  private static final int REST_OCTETS = 64;
  private static final int HEADER_OCTETS = 5;
  private static final int OWED_OCTETS_MAX = 4096;
  private static final int RECORDS_AT_ONCE = 4;

  /** The most data that a record holds (RFC 8446 section 5.1). */
  private static final int RECORD_DATA_OCTETS = 16_384;

  /** Marks a session as known from a handshake before. */
  private static final String KNOWN = "mailroad.known";

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

  private final World world;
  private final Connection under;
  private final SSLEngine engine;
  private final ReentrantLock lock = new ReentrantLock();

  // The reading task's own.
  private ByteBuffer cipherIn = empty();
  private ByteBuffer plainIn = empty();
  private boolean ended;
  private boolean resumed;

  // Under the lock.
  private byte[] owed = new byte[0];
  private boolean writing;
  private boolean closed;

  private EngineConnection(World world, Connection under, SSLEngine engine) {
    this.world = world;
    this.under = under;
    this.engine = engine;
  }

  static EngineConnection open(World world, Connection under, SSLEngine engine, Duration timeout)
      throws IOException {
    EngineConnection connection = new EngineConnection(world, under, engine);
    boolean done = false;
    try {
      connection.handshake(Deadline.in(world, timeout));
      done = true;
      return connection;
    } finally {
      if (!done) {
        under.close();
      }
    }
  }

  @Override
  public String protocol() {
    return engine.getSession().getProtocol();
  }

  @Override
  public String cipher() {
    return engine.getSession().getCipherSuite();
  }

  @Override
  public boolean resumed() {
    return resumed;
  }

  @Override
  public List<X509Certificate> peerCertificates() {
    try {
      return Arrays.stream(engine.getSession().getPeerCertificates())
          .map(X509Certificate.class::cast)
          .toList();
    } catch (SSLPeerUnverifiedException e) {
      return List.of();
    }
  }

  @Override
  public Optional<byte[]> binding(ChannelBinding kind) {
    return Bindings.of(engine, kind);
  }

  @Override
  public Optional<String> serverName() {
    if (engine.getUseClientMode() || !(engine.getSession() instanceof ExtendedSSLSession session)) {
      return Optional.empty();
    }
    return session.getRequestedServerNames().stream()
        .filter(SNIHostName.class::isInstance)
        .map(name -> ((SNIHostName) name).getAsciiName())
        .findFirst();
  }

  @Override
  public Optional<String> alpn() {
    return Optional.ofNullable(engine.getApplicationProtocol()).filter(name -> !name.isEmpty());
  }

  @Override
  public InetSocketAddress local() {
    return under.local();
  }

  @Override
  public InetSocketAddress remote() {
    return under.remote();
  }

  private void handshake(Deadline deadline) throws IOException {
    writing = true; // whoever closes now cuts the connection and says nothing
    try {
      engine.beginHandshake();
      HandshakeStatus status = engine.getHandshakeStatus();
      while (status != HandshakeStatus.NOT_HANDSHAKING && status != HandshakeStatus.FINISHED) {
        switch (status) {
          case NEED_WRAP -> send(made(), deadline.left());
          case NEED_TASK -> runTasks();
          default -> takeHandshakeRecord(deadline);
        }
        status = engine.getHandshakeStatus();
      }
      end();
      // The JDK hands the values of a session on to those that resume it.
      resumed = engine.getUseClientMode() && engine.getSession().getValue(KNOWN) != null;
      engine.getSession().putValue(KNOWN, true);
    } catch (SSLException e) {
      end();
      close(); // with the alert that says what was wrong
      throw e;
    }
  }

  private void takeHandshakeRecord(Deadline deadline) throws IOException {
    SSLEngineResult result = engine.unwrap(cipherIn, plainIn);
    switch (result.getStatus()) {
      case OK -> {}
      case BUFFER_UNDERFLOW -> {
        if (!fill(deadline)) {
          throw new SSLHandshakeException("the other side closed during the handshake");
        }
      }
      case BUFFER_OVERFLOW -> throw new SSLHandshakeException("data where a handshake was due");
      case CLOSED -> throw new SSLHandshakeException("the other side ended the handshake");
    }
  }

  private void runTasks() {
    for (Runnable task = engine.getDelegatedTask();
        task != null;
        task = engine.getDelegatedTask()) {
      task.run();
    }
  }

  /** All records that the engine wants to send without being given data. */
  private byte[] made() throws SSLException {
    lock.lock();
    try {
      ByteBuffer out = ByteBuffer.allocate(2 * recordOctets());
      int before = -1;
      while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && out.position() > before) {
        before = out.position();
        if (out.remaining() < recordOctets()) {
          out = ByteBuffer.allocate(2 * out.capacity()).put(out.flip());
        }
        engine.wrap(empty(), out);
      }
      return Arrays.copyOf(out.array(), out.position());
    } finally {
      lock.unlock();
    }
  }

  private void send(byte[] octets, Duration timeout) throws IOException {
    if (octets.length > 0) {
      under.write(octets, 0, octets.length, timeout);
    }
  }

  @Override
  public int read(byte[] into, int offset, int length, Duration timeout) throws IOException {
    if (length == 0) {
      return 0;
    }
    Deadline deadline = Deadline.in(world, timeout);
    ByteBuffer target = ByteBuffer.wrap(into, offset, length);
    while (!plainIn.hasRemaining() && target.position() == offset) {
      if (ended) {
        return -1;
      }
      takeRecord(target, deadline);
    }
    if (plainIn.hasRemaining()) {
      int take = Math.min(plainIn.remaining(), target.remaining());
      plainIn.get(into, target.position(), take);
      target.position(target.position() + take);
    }
    if (!plainIn.hasRemaining()) {
      plainIn = empty();
    }
    return target.position() - offset;
  }

  /** Takes one record in: into {@code target} if its data may fit there, else into {@link #plainIn}. */
  private void takeRecord(ByteBuffer target, Deadline deadline) throws IOException {
    if (!hasRecord()) {
      if (!fill(deadline)) {
        throw new TruncatedException();
      }
      return;
    }
    try {
      SSLEngineResult result = engine.unwrap(cipherIn, target);
      if (result.getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW) {
        ByteBuffer room = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
        result = engine.unwrap(cipherIn, room);
        plainIn = room.position() > 0 ? room.flip() : empty();
      }
      switch (result.getStatus()) {
        case OK -> afterRecord(result.getHandshakeStatus());
        case BUFFER_UNDERFLOW, BUFFER_OVERFLOW -> throw new SSLException("a record beyond bounds");
        case CLOSED -> ended = true;
      }
    } catch (SSLException e) {
      close(); // with the alert that says what was wrong
      throw e;
    }
  }

  /** Whether a whole record has come (RFC 8446 section 5.1), or something that is none. */
  private boolean hasRecord() {
    int have = cipherIn.remaining();
    if (have < HEADER_OCTETS) {
      return false;
    }
    int octets = HEADER_OCTETS + Short.toUnsignedInt(cipherIn.getShort(cipherIn.position() + 3));
    return have >= octets || octets > recordOctets();
  }

  private void afterRecord(HandshakeStatus status) throws SSLException {
    switch (status) {
      case NOT_HANDSHAKING, FINISHED -> {}
      case NEED_TASK, NEED_WRAP, NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
        if (!protocol().equals("TLSv1.3")) {
          // RFC 9325 section 3.5: renegotiation is of no use to mail, and of much to attackers.
          throw new SSLException("renegotiation refused");
        }
        runTasks();
        owe();
      }
    }
  }

  /** Keeps what the engine wants to say for the next write. */
  private void owe() throws SSLException {
    lock.lock();
    try {
      byte[] more = made();
      if (owed.length + more.length > OWED_OCTETS_MAX) {
        throw new SSLException("too many key updates");
      }
      int old = owed.length;
      owed = Arrays.copyOf(owed, old + more.length);
      System.arraycopy(more, 0, owed, old, more.length);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for more octets of a record; what has come stays whole if they do not come in time.
   *
   * @return whether some came, false at the end of the stream
   */
  private boolean fill(Deadline deadline) throws IOException {
    int have = cipherIn.remaining();
    byte[] room;
    if (have == 0) {
      room = new byte[REST_OCTETS];
    } else if (cipherIn.capacity() < recordOctets()) {
      room = new byte[recordOctets()];
      cipherIn.get(room, 0, have);
    } else {
      room = cipherIn.compact().array();
    }
    cipherIn = ByteBuffer.wrap(room, 0, have);
    int n = under.read(room, have, room.length - have, deadline.left());
    cipherIn.limit(have + Math.max(0, n));
    return n >= 0;
  }

  private int recordOctets() {
    return engine.getSession().getPacketBufferSize();
  }

  @Override
  public void write(byte[] from, int offset, int length, Duration timeout) throws IOException {
    Deadline deadline = Deadline.in(world, timeout);
    ByteBuffer data = ByteBuffer.wrap(from, offset, length);
    ByteBuffer records = ByteBuffer.allocate(roomFor(length));
    begin();
    try {
      while (data.hasRemaining()) {
        send(wrap(data, records.clear()), deadline.left());
        under.write(records.array(), 0, records.position(), deadline.left());
      }
    } catch (SocketTimeoutException e) {
      under.close(); // part of a record may have left: nothing can follow it
      throw e;
    } finally {
      end();
    }
  }

  /** What a few records take that leave together, or fewer if so much data is not there. */
  private int roomFor(int length) {
    int records = Math.min(RECORDS_AT_ONCE, 1 + length / RECORD_DATA_OCTETS);
    return records * recordOctets();
  }

  /**
   * Makes records of data, as many as there is room for.
   *
   * @return what is owed and goes before them
   */
  private byte[] wrap(ByteBuffer data, ByteBuffer records) throws IOException {
    lock.lock();
    try {
      while (data.hasRemaining() && records.remaining() >= recordOctets()) {
        SSLEngineResult result = engine.wrap(data, records);
        if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
          throw new SocketException("TLS output is closed");
        }
      }
      byte[] before = owed;
      owed = new byte[0];
      return before;
    } finally {
      lock.unlock();
    }
  }

  private void begin() throws SocketException {
    lock.lock();
    try {
      if (closed) {
        throw new SocketException("closed");
      }
      if (writing) {
        throw new SocketException("another task is writing");
      }
      writing = true;
    } finally {
      lock.unlock();
    }
  }

  private void end() {
    lock.lock();
    try {
      writing = false;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void shutdownOutput() throws IOException {
    begin();
    try {
      send(lastWords(), CLOSE_TIMEOUT);
    } finally {
      end();
    }
    under.shutdownOutput();
  }

  /** What is owed, and {@code close_notify}. */
  private byte[] lastWords() throws SSLException {
    lock.lock();
    try {
      engine.closeOutbound();
      byte[] notice = made();
      byte[] all = Arrays.copyOf(owed, owed.length + notice.length);
      System.arraycopy(notice, 0, all, owed.length, notice.length);
      owed = new byte[0];
      return all;
    } finally {
      lock.unlock();
    }
  }

  /** Says {@code close_notify} (RFC 8446 section 6.1) and does not wait for the other's. */
  @Override
  public void close() {
    try {
      send(wordsAtClose(), CLOSE_TIMEOUT);
    } catch (IOException e) {
      // The other side has gone first.
    } finally {
      under.close();
    }
  }

  /** Nothing if closed before, or amid another task's record, which nothing can follow. */
  private byte[] wordsAtClose() throws SSLException {
    lock.lock();
    try {
      boolean silent = closed || writing;
      closed = true;
      return silent ? new byte[0] : lastWords();
    } finally {
      lock.unlock();
    }
  }

  private static ByteBuffer empty() {
    return ByteBuffer.allocate(0);
  }
}
