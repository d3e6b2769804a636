// One build of all leaf kernels, for the instruction set that the file including this has chosen.

#include <math.h>
#include <string.h>

#include "CKernels.h"

// A product and a sum become one FMA only where it says so.
#pragma STDC FP_CONTRACT OFF

#include "Vectors.h"
#include "Exponentials.h"
#include "Logarithms.h"
#include "LibraryFunctions.h"
#include "Trigonometry.h"
#include "ErrorFunctions.h"
#include "Tiles.h"
#include "Elementwise.h"
#include "Conversions.h"
#include "Reductions.h"
#include "Panels.h"
#include "QuantizedPanels.h"
#include "Recurrences.h"
#include "Threefry.h"
#include "Transpose.h"
#include "Table.h"
