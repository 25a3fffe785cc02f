package org.ladibridge.app;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.ClassObjectReference;
import com.sun.jdi.IncompatibleThreadStateException;
import com.sun.jdi.Method;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.VMDisconnectedException;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.IllegalConnectorArgumentsException;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.request.BreakpointRequest;
import com.sun.jdi.request.EventRequest;

/**
 * Whose fields are looked at by reflection in a running bridge, of our classes: a debugger stops it wherever that begins. Jackson and
 * picocli do that with every class that they have not seen yet.
 */
final class ReflectionTrace implements AutoCloseable {
    private static final Set<String> LOOKS = Set.of("privateGetDeclaredFields", "getRecordComponents");

    private final Set<String> seen = new ConcurrentSkipListSet<>();
    private final VirtualMachine machine;
    private final Thread listener;

    /** Attaches to a bridge that was started suspended, and lets it go on. */
    ReflectionTrace(int port) throws IOException, IllegalConnectorArgumentsException {
        AttachingConnector connector = Bootstrap.virtualMachineManager().attachingConnectors().stream()
                .filter(each -> each.name().equals("com.sun.jdi.SocketAttach")).findFirst().orElseThrow();
        Map<String, Connector.Argument> arguments = connector.defaultArguments();
        arguments.get("hostname").setValue("127.0.0.1");
        arguments.get("port").setValue(String.valueOf(port));
        machine = connector.attach(arguments);
        ReferenceType reflected = machine.classesByName("java.lang.Class").get(0);
        for (Method method : reflected.methods()) {
            if (LOOKS.contains(method.name()) && method.location() != null) {
                BreakpointRequest stop = machine.eventRequestManager().createBreakpointRequest(method.location());
                stop.setSuspendPolicy(EventRequest.SUSPEND_EVENT_THREAD);
                stop.enable();
            }
        }
        listener = new Thread(this::listen, "reflection-trace");
        listener.start();
        machine.resume();
    }

    private void listen() {
        try {
            while (true) {
                EventSet events = machine.eventQueue().remove();
                for (Event event : events) {
                    if (event instanceof BreakpointEvent stop) {
                        note(stop);
                    }
                }
                events.resume();
            }
        } catch (VMDisconnectedException | InterruptedException e) {
            return; // the bridge has ended
        }
    }

    private void note(BreakpointEvent stop) {
        try {
            ReferenceType type = ((ClassObjectReference) stop.thread().frame(0).thisObject()).reflectedType();
            if (type.name().startsWith("org.ladibridge.")) {
                seen.add(type.name());
            }
        } catch (IncompatibleThreadStateException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The names of the classes, when the bridge has ended. */
    Set<String> seen() throws InterruptedException {
        listener.join();
        return seen;
    }

    @Override
    public void close() {
        try {
            machine.dispose();
        } catch (VMDisconnectedException e) {
            return; // the bridge has ended
        }
    }
}
