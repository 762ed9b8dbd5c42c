// stub
import Hummingbird
import Configuration
import ServiceLifecycle
